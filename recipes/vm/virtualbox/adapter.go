package virtualbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// slots is what a machine with systemd calls adapters 1 to 8.
var slots = [...]string{"enp0s3", "enp0s8", "enp0s9", "enp0s10", "enp0s16", "enp0s17", "enp0s18", "enp0s19"}

// Adapter is a network adapter of a machine, with the cable connected.
type Adapter struct {
	Number    int    // 1 to 8
	Kind      string // "nat", "intnet" or "hostonly"; anything else is only what was found
	To        string // name of the internal network or of the host-only interface
	MAC       string // 12 hexadecimal digits in capitals
	Unplugged bool
	Forwards  []string // rules of NAT, as VirtualBox shows them: "NAME,tcp,127.0.0.1,22022,,22"
}

func (a Adapter) String() string {
	s := fmt.Sprintf("adapter %d: %s", a.Number, strings.TrimSpace(a.Kind+" "+a.To))
	if a.MAC != "" {
		s += ", MAC " + a.MAC
	}
	if a.Unplugged {
		s += ", unplugged"
	}
	for _, f := range a.Forwards {
		s += ", forwards " + f
	}
	return s
}

// adapters returns the adapters of a machine, in the order of their numbers.
// An error says which link cannot be one.
func adapters(l lab.Lab, m lab.Machine) (list []Adapter, err error) {
	seen := map[string]Adapter{}
	for _, link := range m.Links {
		n := link.Network
		parent, _, _ := strings.Cut(n.NIC, ".")
		a, err := adapter(l, m, link, parent)
		if err != nil {
			return nil, fmt.Errorf("network %s: %w", n.Name, err)
		}
		if had, shared := seen[parent]; shared && had.String() != a.String() {
			return nil, fmt.Errorf("network %s: its adapter %s is used for something else, too: %s, and %s", n.Name, parent, had, a)
		}
		seen[parent] = a
	}
	forwarded := m.Forward == 0
	for i, name := range slots {
		a, used := seen[name]
		if !used {
			continue
		}
		a.Number = i + 1
		if a.Kind == "nat" && !forwarded {
			a.Forwards = []string{fmt.Sprintf("hrun-ssh,tcp,127.0.0.1,%d,,22", m.Forward)}
			forwarded = true
		}
		list = append(list, a)
	}
	if !forwarded {
		return nil, fmt.Errorf("port %d cannot lead to it, because none of its networks is of the kind NAT", m.Forward)
	}
	return list, nil
}

func adapter(l lab.Lab, m lab.Machine, link lab.Link, parent string) (Adapter, error) {
	n := link.Network
	number := slices.Index(slots[:], parent) + 1
	if number == 0 {
		return Adapter{}, fmt.Errorf("there is no adapter for the interface %s: VirtualBox has %s, and VLANs of them", n.NIC, strings.Join(slots[:], ", "))
	}
	mac, err := hardwareAddress(l, m, link, number)
	a := Adapter{MAC: mac}
	switch n.Kind {
	case lab.NAT:
		a.Kind = "nat"
	case lab.HostOnly:
		a.Kind, a.To = "hostonly", n.Adapter
	default:
		a.Kind, a.To = "intnet", l.Name+"-"+parent
	}
	return a, err
}

// hardwareAddress returns the MAC that is given, or one of those that
// VirtualBox gives its machines, derived from the names.
func hardwareAddress(l lab.Lab, m lab.Machine, link lab.Link, number int) (string, error) {
	if link.MAC == "" {
		return fmt.Sprintf("080027%X", hypervisor.Identity(l.Name, m.Name, strconv.Itoa(number))[:3]), nil
	}
	mac := strings.ToUpper(strings.NewReplacer(":", "", "-", "").Replace(link.MAC))
	if !unicast.MatchString(mac) {
		return "", fmt.Errorf("%q is not the address of a single adapter, such as 08:00:27:12:34:56", link.MAC)
	}
	return mac, nil
}

// modify returns the options that make the adapter what it is, from what it was.
func (a Adapter) modify(was Adapter) []string {
	option := func(name string) string { return "--" + name + strconv.Itoa(a.Number) }
	args := []string{option("nic"), a.Kind}
	switch a.Kind {
	case "intnet":
		args = append(args, option("intnet"), a.To)
	case "hostonly":
		args = append(args, option("hostonlyadapter"), a.To)
	}
	args = append(args, option("macaddress"), a.MAC, option("cableconnected"), "on")
	for _, rule := range was.Forwards {
		if !slices.Contains(a.Forwards, rule) {
			name, _, _ := strings.Cut(rule, ",")
			args = append(args, option("natpf"), "delete", name)
		}
	}
	for _, rule := range a.Forwards {
		if !slices.Contains(was.Forwards, rule) {
			args = append(args, option("natpf"), rule)
		}
	}
	return args
}
