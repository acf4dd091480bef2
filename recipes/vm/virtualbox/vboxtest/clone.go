package vboxtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// clone copies a machine with its disks. As with the real one, the copy has
// all that was set at the original, its extra data too, but for the addresses
// of its adapters.
func (c *call) clone(args []string) *refusal {
	values, rest, r := all(args, 1,
		option{name: "--snapshot", kind: text}, option{name: "--name", kind: text}, option{name: "--groups", kind: text},
		option{name: "--mode", kind: text}, option{name: "--options", kind: text}, option{name: "--register"},
		option{name: "--basefolder", kind: text}, option{name: "--uuid", kind: uuid})
	if r != nil {
		return r
	}
	if mode, given := values["--mode"]; given && !slices.Contains([]string{"machine", "machineandchildren", "all"}, mode) {
		return wrong("Invalid clone mode '%s'\n", mode)
	}
	if len(rest) == 0 {
		return wrong("VM name required")
	}
	base, r := c.find(rest[0])
	if r != nil {
		return r
	}
	name := values["--name"]
	if name == "" {
		name = base.Name + " Clone"
	}
	id := strings.Trim(values["--uuid"], "{}")
	if id == "" {
		id = newUUID(name)
	}
	folder := filepath.Join(values["--basefolder"], name)
	if _, err := os.Stat(filepath.Join(folder, name+".vbox")); err == nil {
		return refuse("MachineWrap", "VBOX_E_FILE_ERROR", "Machine settings file '%s' already exists", filepath.Join(folder, name+".vbox"))
	}
	m, r := c.copy(base, name, id, folder)
	if r != nil {
		return r
	}
	if _, register := values["--register"]; register {
		if c.Machine(id) != nil {
			return refuse("VirtualBoxWrap", "VBOX_E_INVALID_OBJECT_STATE", "Registered machine with UUID {%s} ('%s') already exists", id, m.settings())
		}
		c.Machines = append(c.Machines, m)
	}
	c.print("Machine has been successfully cloned as \"%s\"\n", name)
	return nil
}

func (c *call) copy(base *Machine, name, id, folder string) (*Machine, *refusal) {
	m := &Machine{}
	if text, err := json.Marshal(base); err != nil || json.Unmarshal(text, m) != nil {
		return nil, wrong("the machine cannot be copied: %v", err)
	}
	m.Name, m.UUID, m.Folder, m.State, m.Properties = name, id, folder, "poweroff", nil
	for i := range m.Adapters {
		if m.Adapters[i].MAC != "" {
			m.Adapters[i].MAC = fmt.Sprintf("080027%06X", len(c.Machines)*8+i)
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, refuse("MachineWrap", "VBOX_E_FILE_ERROR", "Could not create the directory '%s' (VERR_ACCESS_DENIED)", folder)
	}
	disks := 0
	for _, t := range m.Controllers {
		for _, slot := range slices.Sorted(maps.Keys(t.Slots)) {
			from := t.Slots[slot]
			if !strings.HasSuffix(from, ".vdi") {
				continue
			}
			if base.State == "running" {
				return nil, refuse("MediumWrap", "VBOX_E_INVALID_OBJECT_STATE", "Medium '%s' is locked for writing by another task", from)
			}
			disks++
			to := filepath.Join(folder, fmt.Sprintf("%s-disk%d.vdi", name, disks))
			size, r := openDisk(from)
			if r != nil {
				return nil, r
			}
			if r := makeDisk(to, size); r != nil {
				return nil, r
			}
			t.Slots[slot] = to
		}
	}
	if err := os.WriteFile(m.settings(), []byte("<VirtualBox/>\n"), 0o600); err != nil {
		return nil, refuse("MachineWrap", "VBOX_E_FILE_ERROR", "Could not create the settings file '%s'", m.settings())
	}
	return m, nil
}
