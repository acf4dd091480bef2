package vboxtest

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// modifiable are those options of modifyvm that the stand-in knows, in the
// form that both 6.1 and 7.0 take.
var modifiable = []option{
	{name: "--cpus", kind: number}, {name: "--cpuhotplug", kind: onOff}, {name: "--memory", kind: number}, {name: "--vram", kind: number},
	{name: "--cableconnected", kind: onOff, indexed: true}, {name: "--hostonlyadapter", kind: text, indexed: true},
	{name: "--intnet", kind: text, indexed: true}, {name: "--natpf", kind: text, indexed: true}, {name: "--macaddress", kind: text, indexed: true},
	{name: "--uartmode", kind: text, indexed: true}, {name: "--uart", kind: text, indexed: true}, {name: "--nic", kind: text, indexed: true},
}

// modify changes a machine; nothing is changed where one option is refused.
func (c *call) modify(args []string) *refusal {
	if len(args) < 2 {
		return wrong("Not enough parameters")
	}
	m, r := c.lock(args[0])
	if r != nil {
		return r
	}
	changed := *m
	for i := range changed.Adapters {
		changed.Adapters[i].Forwards = slices.Clone(m.Adapters[i].Forwards)
	}
	w := &words{left: args[1:], options: modifiable}
	for {
		g, more, r := w.next()
		if r != nil {
			r.lone = true
			return r
		}
		if !more {
			*m = changed
			return nil
		}
		if g.name == "" {
			return wrongly("Invalid parameter '%s'", g.value)
		}
		if r := changed.set(g, w); r != nil {
			return r
		}
	}
}

func (m *Machine) set(g given, w *words) *refusal {
	n, _ := strconv.Atoi(g.value)
	switch g.name {
	case "--cpus":
		if n < 1 || n > 64 {
			return refuse("SessionMachine", "E_INVALIDARG", "Invalid virtual CPU count: %d (must be in range [1, 64])", n)
		}
		m.CPUs = n
	case "--memory":
		if n < 4 || n > 2097152 {
			return refuse("SessionMachine", "E_INVALIDARG", "Invalid RAM size: %d MB (must be in range [4, 2097152] MB)", n)
		}
		m.Memory = n
	case "--vram":
		if n > 256 {
			return refuse("GraphicsAdapterWrap", "E_INVALIDARG", "Invalid VRAM size: %d MB (must be in range [0, 256] MB)", n)
		}
		m.VRAM = n
	case "--cpuhotplug":
	case "--uart", "--uartmode":
		return m.serial(g, w)
	default:
		if g.index > len(m.Adapters) {
			return wrongly("Invalid NIC number '%d'", g.index)
		}
		return m.Adapters[g.index-1].set(g, w)
	}
	return nil
}

func (m *Machine) serial(g given, w *words) *refusal {
	if g.index != 1 {
		return wrongly("the stand-in has one serial port")
	}
	if g.value == "off" || g.value == "disconnected" {
		if g.name == "--uart" {
			m.Serial = ""
		}
		m.SerialMode = ""
		return nil
	}
	second, r := w.word(g.name)
	if r != nil {
		return r
	}
	if g.name == "--uartmode" {
		if g.value != "file" {
			return wrongly("the stand-in writes to files only, not to a %s", g.value)
		}
		m.SerialMode = "file," + second
		return nil
	}
	base, err := strconv.ParseUint(g.value, 0, 32)
	if irq, irqErr := strconv.Atoi(second); err != nil || base == 0 || irqErr != nil {
		return wrongly("Error parsing UART I/O base '%s'", g.value)
	} else {
		m.Serial = fmt.Sprintf("0x%04x,%d", base, irq)
	}
	return nil
}

var (
	unicast  = regexp.MustCompile(`^[0-9A-Fa-f][02468ACEace][0-9A-Fa-f]{10}$`)
	ruleName = regexp.MustCompile(`^[^,]+$`)
)

func (a *Adapter) set(g given, w *words) *refusal {
	switch g.name {
	case "--nic":
		if !slices.Contains([]string{"none", "null", "nat", "bridged", "intnet", "hostonly", "generic", "natnetwork"}, g.value) {
			return wrongly("Invalid type '%s' specfied for NIC %d", g.value, g.index)
		}
		a.Kind = g.value
	case "--cableconnected":
		a.Unplug = g.value == "off"
	case "--hostonlyadapter":
		a.HostOnly = g.value // looked for only when the machine starts
	case "--intnet":
		a.Network = g.value
	case "--macaddress":
		if !unicast.MatchString(g.value) {
			return refuse("NetworkAdapterWrap", "E_INVALIDARG", "Invalid MAC address format")
		}
		a.MAC = strings.ToUpper(g.value)
	case "--natpf":
		return a.forward(g, w)
	}
	return nil
}

// forward adds a rule or, after the word delete, removes one.
func (a *Adapter) forward(g given, w *words) *refusal {
	name := func(rule string) string { return rule[:strings.Index(rule, ",")] }
	if g.value == "delete" {
		rule, r := w.word(g.name)
		if r != nil {
			return r
		}
		i := slices.IndexFunc(a.Forwards, func(f string) bool { return name(f) == rule })
		if i < 0 {
			return refuse("NATEngineWrap", "E_INVALIDARG", "There is no rule of the name '%s'", rule)
		}
		a.Forwards = slices.Delete(a.Forwards, i, i+1)
		return nil
	}
	parts := strings.Split(g.value, ",")
	if len(parts) != 6 || !ruleName.MatchString(parts[0]) {
		return wrongly("Missing or invalid argument to '%s'", "--natpf")
	}
	if parts[1] != "tcp" && parts[1] != "udp" {
		return wrongly("Invalid proto '%s' specfied for NIC %d", g.value, g.index)
	}
	if _, err := netip.ParseAddr(parts[2]); parts[2] != "" && err != nil {
		return refuse("NATEngineWrap", "E_INVALIDARG", "Invalid IPv4 address \"%s\"", parts[2])
	}
	for _, f := range a.Forwards {
		if name(f) == parts[0] {
			return refuse("NATEngineWrap", "E_INVALIDARG", "A NAT rule of this name already exists")
		}
		if had := strings.Split(f, ","); had[2] == parts[2] && had[3] == parts[3] {
			return refuse("NATEngineWrap", "E_INVALIDARG", "A NAT rule for this host port and this host IP already exists")
		}
	}
	a.Forwards = append(a.Forwards, g.value)
	slices.Sort(a.Forwards) // they are kept by name
	return nil
}
