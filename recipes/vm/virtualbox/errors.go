package virtualbox

import (
	"fmt"
	"net/netip"
	"strings"
)

// CannotError says that machines cannot be made on this hypervisor, and what
// would help.
type CannotError struct{ Missing []string } // in words

func (e *CannotError) Error() string { return strings.Join(e.Missing, "; ") }

// TakenError says that there is a machine of a name that hrun did not make.
type TakenError struct {
	Machine string
	UUID    string // that it has
}

func (e *TakenError) Error() string {
	return fmt.Sprintf("there is a machine %s in VirtualBox, {%s}, that was not made by hrun for this lab; rename it, or the host in the inventory", e.Machine, e.UUID)
}

// LeftError says that there are files of a machine that VirtualBox does not
// know, and that may hold data.
type LeftError struct{ Machine, Dir string }

func (e *LeftError) Error() string {
	return fmt.Sprintf("%s holds files of %s, which VirtualBox does not know any more: say VBoxManage registervm %s/%s.vbox, or run recipes/vm/down, or allow their loss with remake: true in vm:", e.Dir, e.Machine, e.Dir, e.Machine)
}

// ChangedError says that a machine exists and is described differently now, in
// what only a new machine can have.
type ChangedError struct {
	Machine   string
	Was, Want string
}

func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s was made as %q and is now described as %q; making it anew would lose its data: run recipes/vm/down first, or allow it with remake: true in vm:", e.Machine, e.Was, e.Want)
}

// OnError says that a machine differs in what can be changed only while it is
// off.
type OnError struct {
	Machine string
	State   string // as VirtualBox calls it
	Differs []string
}

func (e *OnError) Error() string {
	what := fmt.Sprintf("%s differs in %s, which can be changed only while it is off, and it is %s: ", e.Machine, strings.Join(e.Differs, ", "), e.State)
	if strings.HasSuffix(e.State, "saved") {
		return what + "start it, or give up what is saved with VBoxManage discardstate " + e.Machine
	}
	return what + "shut it down first, or allow that it is switched off and on with restart: true in vm:"
}

// ControllerError says that a machine has no controller for what is to be
// attached to it, or that another medium is in its place.
type ControllerError struct {
	Machine string
	Want    string // "IDE" or "SATA"
	Slot    string // empty: there is no such controller
	Has     string // what is in the slot
}

func (e *ControllerError) Error() string {
	if e.Slot == "" {
		return fmt.Sprintf("%s has no %s controller; its base must have one: VBoxManage storagectl BASE --name %s --add %s", e.Machine, e.Want, e.Want, strings.ToLower(e.Want))
	}
	return fmt.Sprintf("%s has %s at %s, where the seed belongs; free that place in its base", e.Machine, e.Has, e.Slot)
}

// ChipsetError says that the adapters of a machine are in other PCI slots than
// the names of their interfaces take for granted.
type ChipsetError struct{ Machine, Has string }

func (e *ChipsetError) Error() string {
	return fmt.Sprintf("%s has the chipset %s, with which its interfaces have other names than enp0s3 and so on: say VBoxManage modifyvm BASE --chipset piix3 for its base, and make the machine anew", e.Machine, e.Has)
}

// ShrinkError says that a disk is larger than it is described.
type ShrinkError struct {
	Machine, Disk string
	Has, Want     int // MiB
}

func (e *ShrinkError) Error() string {
	return fmt.Sprintf("disk %s of %s has %d MiB and is described with %d; a disk is never made smaller", e.Disk, e.Machine, e.Has, e.Want)
}

// InterfaceError says that a host-only interface cannot be what a network
// needs.
type InterfaceError struct {
	Interface string
	Has, Want netip.Prefix
	Next      string // what VirtualBox would call the interface that it makes
}

func (e *InterfaceError) Error() string {
	if e.Next != "" {
		return fmt.Sprintf("there is no host-only interface %s, and VirtualBox would call the next one %s: set adapter: %s, or make it yourself with VBoxManage hostonlyif create", e.Interface, e.Next, e.Next)
	}
	return fmt.Sprintf("the host-only interface %s was not made by hrun and has the address %s, not %s: set host: to its address, use another adapter, or change it with VBoxManage hostonlyif ipconfig", e.Interface, e.Has, e.Want)
}
