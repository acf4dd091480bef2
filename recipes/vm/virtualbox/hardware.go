package virtualbox

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

// videoMemory is what the machines of the documents have, in MiB.
const videoMemory = 33

// com1 is how VirtualBox shows the first serial port.
const com1 = "0x03f8,4"

// hardware returns the step that makes CPUs, memory, adapters and the serial
// port what they are to be, in one call of VBoxManage, which does all or
// nothing of it.
func (m Machine) hardware(was info) []tasks.Step {
	serial := com1 + " file," + m.log()
	want := info{cpus: m.CPUs, memory: m.Memory, vram: videoMemory, adapters: m.Adapters, serial: serial}
	if was.describe() == want.describe() {
		return nil
	}
	var args []string
	if was.cpus != want.cpus {
		args = append(args, "--cpuhotplug", "off", "--cpus", strconv.Itoa(want.cpus))
	}
	if was.memory != want.memory {
		args = append(args, "--memory", strconv.Itoa(want.memory))
	}
	if was.vram != want.vram {
		args = append(args, "--vram", strconv.Itoa(want.vram))
	}
	for n := 1; n <= len(slots); n++ {
		had, has := numberedOne(was.adapters, n), numberedOne(want.adapters, n)
		switch {
		case had.String() == has.String():
		case has.Kind == "":
			args = append(args, "--nic"+strconv.Itoa(n), "none")
		default:
			args = append(args, has.modify(had)...)
		}
	}
	if was.serial != want.serial {
		args = append(args, "--uart1", "0x3F8", "4", "--uartmode1", "file", m.log())
	}
	modify := retried(append([]string{"modifyvm", m.uuid()}, args...)...)
	return []tasks.Step{{Field: "hardware", Was: was.describe(), Want: want.describe(), Do: modify}}
}

// numberedOne returns the adapter of a number; its Kind is empty if there is
// none.
func numberedOne(list []Adapter, n int) Adapter {
	for _, a := range list {
		if a.Number == n {
			return a
		}
	}
	return Adapter{Number: n}
}

// describe returns the hardware for people, one thing a line.
func (i info) describe() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CPUs: %d\nmemory: %d MiB\nvideo memory: %d MiB\n", i.cpus, i.memory, i.vram)
	for _, a := range i.adapters {
		fmt.Fprintln(&b, a)
	}
	fmt.Fprintf(&b, "serial port: %s\n", i.serial)
	return b.String()
}
