package qemu

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// hardware returns what a machine is switched on with, a thing a line. It is
// kept beside the disks, for the next run to compare with.
func hardware(l lab.Lab, m lab.Machine) string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "cpus %d\nmemory %d MiB\n", cmp.Or(m.CPUs, 1), cmp.Or(m.Memory, 1024))
	all, _ := adapters(l, m) // has been checked
	for _, a := range all {
		kind := "internal"
		if a.nat {
			kind = "nat"
		}
		_, _ = fmt.Fprintf(&b, "adapter %s %s %s\n", a.nic, a.mac, kind)
	}
	for _, d := range m.Disks {
		_, _ = fmt.Fprintf(&b, "disk %s %d MiB\n", d.Name, d.Size)
	}
	return b.String()
}

// plug returns the script that makes the interfaces which bridges have for the
// machine. Those of a process that was killed are still there.
func plug(l lab.Lab, m lab.Machine) (script sh.Script) {
	net := hypervisor.Namespace(l.Name, "net")
	all, _ := adapters(l, m)
	for _, a := range all {
		if a.nat {
			continue
		}
		tap := a.tap(l, m)
		script += sh.Cmd("ip", "-n", net, "link", "del", tap) + " 2>/dev/null\n" +
			sh.Cmd("ip", "-n", net, "tuntap", "add", "dev", tap, "mode", "tap") + " &&\n" +
			sh.Cmd("ip", "-n", net, "link", "set", tap, "master", hypervisor.Bridge(a.nic), "up") + " || exit\n"
	}
	return script
}

// The slots of disks, above those of adapters: the system's, the seed, the
// random numbers, the packages, and further ones.
const (
	slotOfSystem = lastSlot + 1 + iota
	slotOfSeed
	slotOfRandom
	slotOfPackages
	slotOfFurther
)

// mostDisks is how many further disks there are slots for.
const mostDisks = 31 - slotOfFurther + 1

// arguments returns those of QEMU. Slots are named after their number only where
// the firmware gives the kernel no other names for them, which it does for
// devices to be plugged while the machine is on. A system disk is safe from
// everything but a crash of the hypervisor.
func arguments(l lab.Lab, m lab.Machine) sh.Script {
	from := originOf(l, m)
	args := []string{
		"-name", m.Name, "-no-user-config", "-nodefaults", "-display", "none", "-machine", "pc,usb=off,graphics=off",
		"-global", "PIIX4_PM.acpi-root-pci-hotplug=off", "-global", "PIIX4_PM.acpi-pci-hotplug-with-bridge-support=off",
		"-smp", fmt.Sprint(cmp.Or(m.CPUs, 1)), "-m", fmt.Sprint(cmp.Or(m.Memory, 1024)),
		"-chardev", "file,id=console,path=console.log", "-serial", "chardev:console", "-monitor", "unix:monitor,server=on,wait=off",
		"-object", "rng-random,id=random,filename=/dev/urandom", "-device", device("virtio-rng-pci,rng=random", slotOfRandom),
	}
	disk := func(name, options string, slot int) {
		args = append(args, "-drive", "if=none,id="+name+","+options, "-device", device("virtio-blk-pci,drive="+name+",serial="+name, slot))
	}
	disk("system", "file=system,format=qcow2,cache=unsafe,discard=unmap", slotOfSystem)
	disk("seed", "file="+seedFile(m)+",format=raw,readonly=on", slotOfSeed)
	if from.Base == "" {
		disk("packages", "file="+path.Join(from.Dir(), "packages")+",format=raw,readonly=on", slotOfPackages)
	}
	for i, d := range m.Disks {
		disk("disk-"+d.Name, "file="+file(d)+",format=qcow2,discard=unmap", slotOfFurther+i)
	}
	all, _ := adapters(l, m)
	for _, a := range all {
		backend := "tap,ifname=" + a.tap(l, m) + ",script=no,downscript=no"
		if a.nat {
			backend = fmt.Sprintf("user,restrict=on,hostfwd=tcp:%s-:22", wayIn(l, m))
		}
		args = append(args, "-netdev", backend+",id="+a.nic, "-device", device("virtio-net-pci,romfile=,netdev="+a.nic+",mac="+a.mac, a.slot))
	}
	if from.Base != "" {
		return words(args)
	}
	args = append(args, "-kernel", path.Join(from.Dir(), "kernel"), "-initrd", path.Join(from.Dir(), "initrd"))
	return words(args) + ` -append "root=/dev/vda ro console=ttyS0 $quick"`
}

// device puts a device into a slot.
func device(what string, slot int) string { return fmt.Sprintf("%s,addr=0x%x", what, slot) }

// words returns arguments in a row.
func words(args []string) sh.Script {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = sh.Quote(a)
	}
	return sh.Script(strings.Join(quoted, " "))
}
