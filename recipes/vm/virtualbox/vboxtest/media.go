package vboxtest

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// users returns the machines that a medium is attached to.
func (c *call) users(path string) (users []*Machine) {
	for _, m := range c.Machines {
		if m.Inaccessible {
			continue
		}
		for _, t := range m.Controllers {
			for _, medium := range t.Slots {
				if medium == path {
					users = append(users, m)
				}
			}
		}
	}
	return users
}

// medium reads what kind of medium is meant, and its path.
func medium(args []string, options ...option) (values map[string]string, class, path string, r *refusal) {
	values, rest, r := all(args, 2, options...)
	if r != nil {
		return nil, "", "", r
	}
	class = "disk"
	if len(rest) > 0 && (rest[0] == "disk" || rest[0] == "dvd" || rest[0] == "floppy") {
		class, rest = rest[0], rest[1:]
	}
	if len(rest) != 1 {
		return nil, "", "", wrong("Medium name or UUID required")
	}
	return values, class, rest[0], nil
}

func (c *call) showMedium(args []string) *refusal {
	_, class, path, r := medium(args)
	if r != nil {
		return r
	}
	if class != "disk" {
		return wrong("the stand-in shows only disks")
	}
	size, r := openDisk(path)
	if r != nil {
		return r
	}
	c.print("UUID:           %s\nParent UUID:    base\nState:          created\nType:           normal (base)\n", mediumUUID(path))
	c.print("Location:       %s\nStorage format: VDI\nFormat variant: dynamic default\nCapacity:       %d MBytes\nSize on disk:   2 MBytes\nEncryption:     disabled\n", path, size)
	for i, m := range c.users(path) {
		label := ""
		if i == 0 {
			label = "In use by VMs:"
		}
		c.print("%-15s %s (UUID: %s)\n", label, m.Name, m.UUID)
	}
	return nil
}

func (c *call) modifyMedium(args []string) *refusal {
	values, _, path, r := medium(args,
		option{name: "--type", kind: text}, option{name: "--autoreset", kind: text}, option{name: "--property", kind: text},
		option{name: "--compact"}, option{name: "--resize", kind: number}, option{name: "--resizebyte", kind: number},
		option{name: "--move", kind: text}, option{name: "--setlocation", kind: text}, option{name: "--description", kind: text})
	if r != nil {
		return r
	}
	size, r := openDisk(path)
	if r != nil {
		return r
	}
	for _, m := range c.users(path) {
		if !m.Off() {
			return refuse("MediumWrap", "VBOX_E_INVALID_OBJECT_STATE", "Failed to resize medium\nVBoxManage: error: Medium '%s' is locked for writing by another task", path)
		}
	}
	want, err := strconv.Atoi(values["--resize"])
	if err != nil {
		return wrong("No operation specified")
	}
	if want < size {
		return refuse("MediumWrap", "VBOX_E_NOT_SUPPORTED", "Failed to resize medium\nVBoxManage: error: Shrinking is not yet supported for medium '%s'", path)
	}
	if err := os.WriteFile(path, fmt.Appendf(nil, "%s%d\n", header, want), 0o600); err != nil {
		return refuse("MediumWrap", "VBOX_E_FILE_ERROR", "Failed to resize medium\nVBoxManage: error: %v", err)
	}
	return nil
}

func (c *call) closeMedium(args []string) *refusal {
	values, class, path, r := medium(args, option{name: "--delete"})
	if r != nil {
		return r
	}
	if class == "disk" {
		if _, r := openDisk(path); r != nil {
			return r
		}
	} else if _, err := os.Stat(path); err != nil {
		return refuse("MediumWrap", "VBOX_E_FILE_ERROR", "Could not find file for the medium '%s' (VERR_FILE_NOT_FOUND)", path)
	}
	users := c.users(path)
	_, remove := values["--delete"]
	if len(users) > 0 {
		if remove {
			names := make([]string, len(users))
			for i, m := range users {
				names[i] = m.Name
			}
			return refuse("MediumWrap", "VBOX_E_OBJECT_IN_USE", "Cannot delete storage: medium '%s' is still attached to the following %d virtual machine(s): %s", path, len(users), strings.Join(names, ", "))
		}
		return refuse("MediumWrap", "VBOX_E_OBJECT_IN_USE", "Medium '%s' cannot be closed because it is still attached to %d virtual machines", path, len(users))
	}
	if remove {
		_ = os.Remove(path)
	}
	return nil
}
