package vboxtest

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// World is what VirtualBox knows of one user's machines.
type World struct {
	Version  string // as --version prints it; empty: 6.1.36r152435
	Machines []*Machine
	HostOnly []*Interface
	Guests   map[string]Guest // what is on the disks, by the machine's name
	Named    string           // what the next host-only interface will be called; empty: the first vboxnetN that is free
	Missing  bool             // the kernel module is: VBoxManage begins all it prints with a warning
}

// Interface is a host-only interface of the host.
type Interface struct{ Name, Address, Mask string }

// Guest is how a machine behaves once it is on.
type Guest struct {
	Addresses []string // that its guest additions tell; none: it has no additions
	Delay     int      // how often it is asked in vain until then; counts only where calls are, see [Box]
	Console   string   // what it prints on the serial port
	Deaf      bool     // it does not shut down when the power button is pressed
	Crashes   bool     // its process ends in a disorderly way when the power button is pressed
}

// Machine is a virtual machine.
type Machine struct {
	Name, UUID  string
	Folder      string // with the settings file
	State       string // as VMState shows it
	CPUs        int
	Memory      int // MiB
	VRAM        int // MiB
	Adapters    [8]Adapter
	Serial      string // "0x03f8,4"; empty: off
	SerialMode  string // "file,PATH"; empty: disconnected
	Controllers []*Controller
	Extra       map[string]string
	Properties  map[string]string
	Unlocking   int // so many changes are still refused after it was switched off

	Inaccessible bool // its files cannot be read: it has only its UUID, and can only be unregistered
}

// Adapter is a network adapter.
type Adapter struct {
	Kind     string // none, nat, intnet or hostonly; empty: none
	MAC      string
	Network  string // internal network
	HostOnly string // interface
	Unplug   bool   // the cable is not connected
	Forwards []string
}

// Controller is a storage controller.
type Controller struct {
	Name, Type string            // type as PIIX4, IntelAhci
	Ports      int               // that it has now
	Slots      map[string]string // by "port-device": path of a medium; empty: an empty drive
}

// settings returns the path of the settings file.
func (m *Machine) settings() string { return filepath.Join(m.Folder, m.Name+".vbox") }

// Off reports whether a machine is off.
func (m *Machine) Off() bool { return m.State == "poweroff" || m.State == "aborted" }

// Machine returns a machine by its UUID or its name, or nil.
func (w *World) Machine(id string) *Machine {
	id = strings.Trim(id, "{}")
	for _, m := range w.Machines {
		if strings.EqualFold(m.UUID, id) {
			return m
		}
	}
	for _, m := range w.Machines {
		if m.Name == id {
			return m
		}
	}
	return nil
}

// load reads the world that is kept in a directory; there may be none yet.
func load(dir string) (*World, error) {
	w := &World{}
	text, err := os.ReadFile(filepath.Join(dir, "world.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	return w, json.Unmarshal(text, w)
}

func (w *World) save(dir string) error {
	text, err := json.MarshalIndent(w, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file := filepath.Join(dir, "world.json")
	if err := os.WriteFile(file+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
