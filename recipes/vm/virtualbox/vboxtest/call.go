package vboxtest

import (
	"fmt"
	"strings"
)

// call is one call of VBoxManage.
type call struct {
	*World
	out    strings.Builder
	number int // of the call; 0 where calls are not counted
}

func (c *call) print(format string, args ...any) { _, _ = fmt.Fprintf(&c.out, format, args...) }

// do carries the call out. A refusal leaves the world as it was.
func (c *call) do(args []string) *refusal {
	if len(args) == 0 {
		return wrong("No command specified")
	}
	command, rest := args[0], args[1:]
	switch command {
	case "--version", "-v", "-V":
		version := c.Version
		if version == "" {
			version = "6.1.36r152435"
		}
		c.print("%s\n", version)
		return nil
	case "list":
		return c.list(rest)
	case "showvminfo":
		return c.showVM(rest)
	case "clonevm":
		return c.clone(rest)
	case "modifyvm":
		return c.modify(rest)
	case "startvm":
		return c.start(rest)
	case "controlvm":
		return c.control(rest)
	case "unregistervm":
		return c.unregister(rest)
	case "storageattach":
		return c.attach(rest)
	case "createmedium":
		return c.createMedium(rest)
	case "showmediuminfo":
		return c.showMedium(rest)
	case "modifymedium":
		return c.modifyMedium(rest)
	case "closemedium":
		return c.closeMedium(rest)
	case "getextradata":
		return c.getExtra(rest)
	case "setextradata":
		return c.setExtra(rest)
	case "guestproperty":
		return c.guestProperty(rest)
	case "hostonlyif":
		return c.hostOnly(rest)
	}
	return wrong("Invalid command '%s'", command)
}

// find returns a machine whose files can be read.
func (c *call) find(id string) (*Machine, *refusal) {
	m, r := c.registered(id)
	if r == nil && m.Inaccessible {
		return nil, refuse("MachineWrap", "E_ACCESSDENIED", "The object is not ready")
	}
	return m, r
}

// registered returns a machine. Those whose files cannot be read have no names.
func (c *call) registered(id string) (*Machine, *refusal) {
	if m := c.Machine(id); m != nil && (!m.Inaccessible || isUUID(id)) {
		return m, nil
	}
	return nil, unknown(id)
}

// lock returns a machine for changes that need it to be off.
func (c *call) lock(id string) (*Machine, *refusal) {
	m, r := c.find(id)
	if r != nil {
		return nil, r
	}
	if m.unlocking() || !m.Off() && m.State != "saved" {
		return nil, refuse("MachineWrap", "VBOX_E_INVALID_OBJECT_STATE", "The machine '%s' is already locked for a session (or being unlocked)", m.Name)
	}
	return m, nil
}

// unlocking reports whether the machine was switched off only just now.
func (m *Machine) unlocking() bool {
	if m.Unlocking == 0 {
		return false
	}
	m.Unlocking--
	return true
}
