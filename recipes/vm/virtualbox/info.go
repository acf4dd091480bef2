package virtualbox

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// info is what showvminfo --machinereadable says of a machine, as far as it
// matters.
type info struct {
	state, chipset     string
	cpus, memory, vram int
	adapters           []Adapter // those that are not "none", in the order of their numbers
	serial             string    // "0x03f8,4 file,PATH"; "off"
	controllers        []controller
	slots              map[string]string // medium by "NAME-PORT-DEVICE"; also "none" and "emptydrive"
}

// controller is a storage controller.
type controller struct{ name, kind string }

// known is a regular expression of the lines that are read. What changes by
// itself, as the time of the last change of state, is not among them.
const known = `^((name|VMState|chipset|memory|cpus|vram|uart1|uartmode1|(nic|macaddress|cableconnected|intnet|hostonlyadapter)[1-8]|Forwarding\([0-9]+\)|storagecontroller(name|type)[0-9]+)=|"[^"]+-[0-9]+-[0-9]+"=)`

var numbered = regexp.MustCompile(`^(nic|macaddress|cableconnected|intnet|hostonlyadapter|storagecontrollername|storagecontrollertype)([0-9]+)$`)

// parse reads the lines. A rule of NAT follows the adapter that it is of.
func parse(got string) info {
	i := info{serial: "off", slots: map[string]string{}}
	at := map[int]*Adapter{}
	controllers := map[int]*controller{}
	var last *Adapter
	for line := range strings.Lines(got) {
		key, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if quoted, rest, is := strings.Cut(strings.TrimPrefix(line, `"`), `"=`); strings.HasPrefix(line, `"`) && is {
			i.slots[quoted] = strings.Trim(strings.TrimSuffix(rest, "\n"), `"`)
			continue
		}
		if !found {
			continue
		}
		value = strings.Trim(value, `"`)
		if parts := numbered.FindStringSubmatch(key); parts != nil {
			n, _ := strconv.Atoi(parts[2])
			if strings.HasPrefix(key, "storage") {
				c := entry(controllers, n)
				if parts[1] == "storagecontrollername" {
					c.name = value
				} else {
					c.kind = value
				}
				continue
			}
			last = entry(at, n)
			last.Number = n
			last.read(parts[1], value)
			continue
		}
		if strings.HasPrefix(key, "Forwarding(") && last != nil {
			last.Forwards = append(last.Forwards, value)
			continue
		}
		i.read(key, value)
	}
	for _, a := range at {
		if a.Kind != "" && a.Kind != "none" {
			i.adapters = append(i.adapters, *a)
		}
	}
	slices.SortFunc(i.adapters, func(a, b Adapter) int { return cmp.Compare(a.Number, b.Number) })
	for n := range len(controllers) {
		if c := controllers[n]; c != nil {
			i.controllers = append(i.controllers, *c)
		}
	}
	return i
}

// entry returns what is at n, and makes it if there is nothing.
func entry[T any](of map[int]*T, n int) *T {
	if of[n] == nil {
		of[n] = new(T)
	}
	return of[n]
}

func (a *Adapter) read(key, value string) {
	switch key {
	case "nic":
		a.Kind = value
	case "macaddress":
		a.MAC = value
	case "cableconnected":
		a.Unplugged = value == "off"
	default:
		a.To = value
	}
}

func (i *info) read(key, value string) {
	n, _ := strconv.Atoi(value)
	switch key {
	case "VMState":
		i.state = value
	case "chipset":
		i.chipset = value
	case "cpus":
		i.cpus = n
	case "memory":
		i.memory = n
	case "vram":
		i.vram = n
	case "uart1":
		i.serial = strings.ToLower(value) // not each version writes hexadecimals alike
	case "uartmode1":
		i.serial += " " + value
	}
}

// off reports whether the machine can be changed. One that was aborted is off.
func (i info) off() bool { return i.state == "poweroff" || i.state == "aborted" }

// controller returns the name of the first controller of one of the kinds.
func (i info) controller(kinds ...string) (string, bool) {
	for _, c := range i.controllers {
		if slices.Contains(kinds, c.kind) {
			return c.name, true
		}
	}
	return "", false
}
