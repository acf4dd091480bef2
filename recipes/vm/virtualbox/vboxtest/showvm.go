package vboxtest

import (
	"fmt"
	"strings"
)

// showVM prints the machine in the form for programs, which is the only one
// that it knows.
func (c *call) showVM(args []string) *refusal {
	values, rest, r := all(args, 1, option{name: "--details"}, option{name: "--machinereadable"}, option{name: "--log", kind: number})
	if r != nil {
		return r
	}
	if len(rest) == 0 {
		return wrong("VM name or UUID required")
	}
	m, r := c.registered(rest[0])
	if r != nil {
		return r
	}
	if m.Inaccessible {
		c.print("name=\"<inaccessible>\"\nUUID=\"%s\"\n", m.UUID)
		return nil
	}
	if _, readable := values["--machinereadable"]; !readable {
		c.describe(m)
		return nil
	}
	c.print("name=\"%s\"\ngroups=\"/\"\nostype=\"Debian (64-bit)\"\nUUID=\"%s\"\n", m.Name, m.UUID)
	c.print("CfgFile=\"%s\"\nSnapFldr=\"%s/Snapshots\"\nhardwareuuid=\"%s\"\n", m.settings(), m.Folder, m.UUID)
	c.print("memory=%d\npagefusion=\"off\"\nvram=%d\ncpuexecutioncap=100\nchipset=\"piix3\"\ncpus=%d\n", m.Memory, m.VRAM, m.CPUs)
	c.print("VMState=\"%s\"\nVMStateChangeTime=\"2026-11-20T13:%02d:42.000000000\"\n", m.State, c.number%60)
	c.print("graphicscontroller=\"vmsvga\"\nmonitorcount=1\n")
	c.showStorage(m)
	c.showAdapters(m)
	c.showSerial(m)
	if m.State == "running" {
		c.print("SessionName=\"headless\"\nVideoMode=\"720,400,0\"@0,0 1\n")
	}
	c.print("vrde=\"off\"\nusb=\"off\"\n")
	return nil
}

func (c *call) showStorage(m *Machine) {
	for i, t := range m.Controllers {
		c.print("storagecontrollername%d=\"%s\"\nstoragecontrollertype%d=\"%s\"\nstoragecontrollerinstance%d=\"0\"\n", i, t.Name, i, t.Type, i)
		c.print("storagecontrollermaxportcount%d=\"%d\"\nstoragecontrollerportcount%d=\"%d\"\nstoragecontrollerbootable%d=\"on\"\n", i, t.most(), i, t.Ports, i)
	}
	for _, t := range m.Controllers {
		for port := range t.Ports {
			for device := range t.devices() {
				c.showSlot(t, port, device)
			}
		}
	}
}

func (c *call) showSlot(t *Controller, port, device int) {
	medium, there := t.Slots[fmt.Sprintf("%d-%d", port, device)]
	slot := "" // 6.1 does not say of which port and device these are
	if strings.HasPrefix(c.Version, "7.") {
		slot = fmt.Sprintf("-%d-%d", port, device)
	}
	switch {
	case !there:
		c.print("\"%s-%d-%d\"=\"none\"\n", t.Name, port, device)
	case medium == "":
		c.print("\"%s-%d-%d\"=\"emptydrive\"\n\"%s-IsEjected%s\"=\"off\"\n", t.Name, port, device, t.Name, slot)
	default:
		c.print("\"%s-%d-%d\"=\"%s\"\n\"%s-ImageUUID-%d-%d\"=\"%s\"\n", t.Name, port, device, medium, t.Name, port, device, mediumUUID(medium))
		if strings.HasSuffix(medium, ".iso") {
			c.print("\"%s-tempeject%s\"=\"off\"\n\"%s-IsEjected%s\"=\"off\"\n", t.Name, slot, t.Name, slot)
		}
		if slot == "" { // 6.1 says no more
			return
		}
		if t.Name == "SATA" {
			c.print("\"SATA-hot-pluggable%s\"=\"off\"\n", slot)
		}
		c.print("\"%s-nonrotational%s\"=\"off\"\n\"%s-discard%s\"=\"off\"\n", t.Name, slot, t.Name, slot)
	}
}

func (c *call) showAdapters(m *Machine) {
	for i, a := range m.Adapters {
		n := i + 1
		switch a.Kind {
		case "nat":
			c.print("natnet%d=\"nat\"\n", n)
		case "intnet":
			c.print("intnet%d=\"%s\"\n", n, a.Network)
		case "hostonly":
			c.print("hostonlyadapter%d=\"%s\"\n", n, a.HostOnly)
		default:
			c.print("nic%d=\"none\"\n", n)
			continue
		}
		cable := "on"
		if a.Unplug {
			cable = "off"
		}
		c.print("macaddress%d=\"%s\"\ncableconnected%d=\"%s\"\nnic%d=\"%s\"\nnictype%d=\"82540EM\"\nnicspeed%d=\"0\"\n", n, a.MAC, n, cable, n, a.Kind, n, n)
		if a.Kind == "nat" {
			c.print("mtu=\"0\"\nsockSnd=\"64\"\nsockRcv=\"64\"\ntcpWndSnd=\"64\"\ntcpWndRcv=\"64\"\n")
			for k, rule := range a.Forwards {
				c.print("Forwarding(%d)=\"%s\"\n", k, rule)
			}
		}
	}
}

func (c *call) showSerial(m *Machine) {
	c.print("hidpointing=\"usbtablet\"\nhidkeyboard=\"ps2kbd\"\n")
	if m.Serial == "" {
		c.print("uart1=\"off\"\n")
	} else {
		mode := m.SerialMode
		if mode == "" {
			mode = "disconnected"
		}
		c.print("uart1=\"%s\"\nuartmode1=\"%s\"\nuarttype1=\"16550A\"\n", m.Serial, mode)
	}
	for i := 2; i <= 4; i++ {
		c.print("uart%d=\"off\"\n", i)
	}
}
