package virtualbox

import (
	"fmt"
	"net"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

var (
	_ tasks.Sampler   = Preflight{}
	_ tasks.Sampler   = HostOnly{}
	_ tasks.Sampler   = Clone{}
	_ tasks.Sampler   = Machine{}
	_ tasks.Secretive = Machine{}
	_ tasks.Sampler   = Ready{}
	_ tasks.Sampler   = Removed{}
	_ tasks.Sampler   = Released{}
	_ tasks.Sampler   = Crashed{}
)

// Sample is a host that lacks nothing.
func (Preflight) Sample() (before, after string) {
	return "version 7.0.10r158379\n", "version 7.0.10r158379\n"
}

// Sample is a host without such interfaces, and one with this one.
func (h HostOnly) Sample() (before, after string) {
	address, mask := "-", "-"
	if h.Host.IsValid() {
		address, mask = h.Host.Addr().String(), net.IP(net.CIDRMask(h.Host.Bits(), 32)).String()
	}
	return "", fmt.Sprintf("interface %s %s %s\nmade\nused\n", h.Interface, address, mask)
}

// Sample is a host without the machine, and one with it.
func (c Clone) Sample() (before, after string) {
	return "absent\n", "machine\ndescription " + c.description() + "\nlab " + c.Lab + "\n"
}

// Sample is a host without the machine, and one on which it is on.
func (m Machine) Sample() (before, after string) {
	var b strings.Builder
	fmt.Fprintf(&b, "name=%q\nmemory=%d\nvram=%d\ncpus=%d\nVMState=\"running\"\n", m.Name, m.Memory, videoMemory, m.CPUs)
	b.WriteString("storagecontrollername0=\"IDE\"\nstoragecontrollertype0=\"PIIX4\"\nstoragecontrollername1=\"SATA\"\nstoragecontrollertype1=\"IntelAhci\"\n")
	fmt.Fprintf(&b, "\"IDE-1-0\"=%q\n", m.seed())
	for i, d := range m.Disks {
		fmt.Fprintf(&b, "\"SATA-%d-0\"=%q\n", i+1, m.disk(d))
	}
	for _, a := range m.Adapters {
		name := map[string]string{"intnet": "intnet", "hostonly": "hostonlyadapter"}[a.Kind]
		if name != "" {
			fmt.Fprintf(&b, "%s%d=%q\n", name, a.Number, a.To)
		}
		fmt.Fprintf(&b, "macaddress%d=%q\ncableconnected%d=\"on\"\nnic%d=%q\n", a.Number, a.MAC, a.Number, a.Number, a.Kind)
		for i, f := range a.Forwards {
			fmt.Fprintf(&b, "Forwarding(%d)=%q\n", i, f)
		}
	}
	fmt.Fprintf(&b, "uart1=%q\nuartmode1=\"file,%s\"\nfile seed\n", com1, m.log())
	for _, d := range m.Disks {
		fmt.Fprintf(&b, "disk %s %d\n", d.Name, d.Size)
	}
	return "absent\n", b.String()
}

// Sample is a machine that boots, and one that has told its address.
func (r Ready) Sample() (before, after string) {
	if r.Address != "" {
		return "", r.Address + "\n"
	}
	return "", "10.0.2.15\n"
}

// Sample is a host without machines of the lab.
func (Removed) Sample() (before, after string) { return "", "" }

// Sample is a host without interfaces that the lab uses.
func (Released) Sample() (before, after string) { return "", "" }

// Sample is a machine that is on, and one that is off.
func (Crashed) Sample() (before, after string) { return "running\n", "poweroff\n" }
