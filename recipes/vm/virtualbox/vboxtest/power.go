package vboxtest

import (
	"os"
	"path/filepath"
	"strings"
)

// start starts machines. Where adapters lead is looked at only now.
func (c *call) start(args []string) *refusal {
	values, rest, r := all(args, 9, option{name: "--type", kind: text}, option{name: "--putenv", kind: text})
	if r != nil {
		return r
	}
	if len(rest) == 0 {
		return wrong("at least one VM name or uuid required")
	}
	for _, id := range rest {
		m, r := c.find(id)
		if r != nil {
			return r
		}
		if m.unlocking() || !m.Off() && m.State != "saved" {
			return refuse("MachineWrap", "VBOX_E_INVALID_OBJECT_STATE", "The machine '%s' is already locked by a session (or being locked or unlocked)", m.Name)
		}
		if values["--type"] != "headless" {
			return refuse("MachineWrap", "VBOX_E_IPRT_ERROR", "The virtual machine '%s' has terminated unexpectedly during startup with exit code 1 (0x1)", m.Name)
		}
		c.print("Waiting for VM \"%s\" to power on...\n", id)
		if r := c.boot(m); r != nil {
			return r
		}
		c.print("VM \"%s\" has been successfully started.\n", id)
	}
	return nil
}

func (c *call) boot(m *Machine) *refusal {
	for _, a := range m.Adapters {
		if a.Kind == "hostonly" && c.hostInterface(a.HostOnly) == nil {
			return refuse("ConsoleWrap", "NS_ERROR_FAILURE", "Nonexistent host networking interface, name '%s' (VERR_INTERNAL_ERROR)", a.HostOnly)
		}
		if a.Kind == "intnet" && a.Network == "" {
			return refuse("ConsoleWrap", "NS_ERROR_FAILURE", "Failed to attach the network LUN (VERR_INVALID_PARAMETER)")
		}
	}
	m.State, m.Properties = "running", map[string]string{}
	if log, isFile := strings.CutPrefix(m.SerialMode, "file,"); isFile && m.Serial != "" {
		if err := os.WriteFile(log, []byte(c.Guests[m.Name].Console), 0o600); err != nil {
			m.State = "poweroff"
			return refuse("ConsoleWrap", "NS_ERROR_FAILURE", "RawFile#0 failed to create the raw output file %s (VERR_PATH_NOT_FOUND)", log)
		}
	}
	c.tell(m)
	return nil
}

// control switches machines off.
func (c *call) control(args []string) *refusal {
	if len(args) < 2 {
		return wrong("Not enough parameters")
	}
	m, r := c.find(args[0])
	if r != nil {
		return r
	}
	if m.Off() || m.State == "saved" {
		return &refusal{text: "Machine '" + args[0] + "' is not currently running"}
	}
	switch args[1] {
	case "poweroff":
		m.State, m.Properties, m.Unlocking = "poweroff", nil, 1
	case "acpipowerbutton":
		if !c.Guests[m.Name].Deaf {
			m.State, m.Properties, m.Unlocking = "poweroff", nil, 1
		}
		if c.Guests[m.Name].Crashes {
			m.State = "aborted"
		}
	case "pause":
		m.State = "paused"
	case "resume":
		if m.State != "paused" {
			return refuse("ConsoleWrap", "VBOX_E_INVALID_VM_STATE", "Cannot resume the machine as it is not paused (machine state: Running)")
		}
		m.State = "running"
	default:
		return wrong("Invalid parameter '%s'", args[1])
	}
	return nil
}

// unregister forgets a machine, and with --delete removes its settings and
// those of its disks that no other machine has. Images of DVDs stay.
func (c *call) unregister(args []string) *refusal {
	values, rest, r := all(args, 1, option{name: "--delete"})
	if r != nil {
		return r
	}
	if len(rest) == 0 {
		return wrong("VM name required")
	}
	m, r := c.registered(rest[0])
	if r != nil {
		return r
	}
	if m.unlocking() || !m.Off() && m.State != "saved" {
		return refuse("MachineWrap", "VBOX_E_INVALID_OBJECT_STATE", "Cannot unregister the machine '%s' while it is locked", m.Name)
	}
	left := c.Machines[:0:0]
	for _, other := range c.Machines {
		if other != m {
			left = append(left, other)
		}
	}
	c.Machines = left
	if _, remove := values["--delete"]; !remove {
		return nil
	}
	if m.Inaccessible { // by now it is nobody's
		return refuse("MachineWrap", "E_ACCESSDENIED", "The object is not ready")
	}
	for _, t := range m.Controllers {
		for _, disk := range t.Slots {
			if strings.HasSuffix(disk, ".vdi") && len(c.users(disk)) == 0 {
				_ = os.Remove(disk)
			}
		}
	}
	_ = os.Remove(m.settings())
	_ = os.RemoveAll(filepath.Join(m.Folder, "Logs"))
	_ = os.Remove(m.Folder) // only if nothing is left in it
	return nil
}
