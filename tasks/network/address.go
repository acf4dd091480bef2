package network

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Address wants an interface to have an address now, or not to have it. Other
// addresses of the interface stay. One that is there with another prefix length
// is taken away, and with it the routes that the kernel has made for it: for
// IPv4 after the wanted one is there, for IPv6 before, as there is one only.
//
// The interface itself must exist, and is not brought up.
type Address struct {
	Device string       // e.g. eth0
	Prefix netip.Prefix // the address and the length of its network, e.g. 192.168.4.2/27

	// Absent wants the address not to be there, whatever its prefix length. An
	// interface that does not exist has none.
	Absent bool
}

var (
	_ tasks.Task    = Address{}
	_ tasks.Sampler = Address{}
)

// Validate reports a name that no interface can have, and a missing address.
func (a Address) Validate() error {
	err := checkDevice(a.Device)
	if ip := a.Prefix.Addr(); !a.Prefix.IsValid() || ip.IsUnspecified() || ip.Is4In6() {
		return errors.Join(err, fmt.Errorf("%s is not an address with the length of its network", a.Prefix))
	}
	return err
}

func (a Address) String() string {
	return fmt.Sprintf("address %s on %s", a.Prefix.Addr(), a.Device)
}

// Probe prints "interface", or "none" if it does not exist, then for Absent
// "connected", the peer's address and the host's own, and then the address as
// the interface has it, with its prefix length.
func (a Address) Probe() sh.Script {
	var connected sh.Script
	if a.Absent {
		connected = findConnection + `if [ $# -ge 3 ]; then printf 'connected %s %s\n' "$1" "$3"; fi
`
	}
	kind := map[string]string{"-4": "inet", "-6": "inet6"}[family(a.Prefix.Addr())]
	return "d=" + sh.Word(a.Device) + ` found=none
while IFS=': ' read -r n x; do
	if [ "$n" = "$d" ]; then found=interface; fi
done </proc/net/dev || exit
echo "$found"
` + connected + `if [ "$found" = interface ]; then
	l=$(ip -o ` + sh.Script(family(a.Prefix.Addr())) + ` addr show dev "$d") || exit
	printf '%s\n' "$l" | a=` + sh.Word(a.Prefix.Addr().String()) + ` awk '$3 == "` + sh.Script(kind) + `" {
	split($4, have, "/")
	if (have[1] == ENVIRON["a"]) print $4, ($5 == "peer" ? $6 : "")
}'
fi`
}

// Plan compares the address and the length of its prefix. It returns a
// [ConnectedError] rather than take away what the run has come in by.
func (a Address) Plan(got string) (c tasks.Change, err error) {
	if err := a.Validate(); err != nil {
		return c, err
	}
	found, rest, _ := strings.Cut(got, "\n")
	if found != "interface" && found != "none" {
		return c, fmt.Errorf("probe of %s printed %q", a, found)
	}
	if found == "none" && !a.Absent {
		return c, fmt.Errorf("there is no interface %s", a.Device)
	}
	var peer, own netip.Addr
	var have, other []string
	for line := range strings.Lines(rest) {
		f := strings.Fields(line)
		switch {
		case len(f) == 3 && f[0] == "connected":
			peer, own = address(f[1]), address(f[2])
		case len(f) == 1:
			have = append(have, f[0])
			if f[0] != a.Prefix.String() {
				other = append(other, f[0])
			}
		default:
			return c, fmt.Errorf("%s has a peer, %q: that is not managed", a, strings.TrimSpace(line))
		}
	}
	replace := sh.Lines(a.ip("add", a.Prefix.String()), a.remove(other))
	if !a.Prefix.Addr().Is4() {
		// An interface has an IPv6 address with one prefix length only.
		replace = sh.Lines(a.remove(other), a.ip("add", a.Prefix.String()))
	}
	switch {
	case a.Absent && len(have) > 0 && own == a.Prefix.Addr():
		return c, &ConnectedError{What: a.String(), Peer: peer}
	case a.Absent:
		c.Differ("address", shown(have), absent, a.remove(have))
	case len(have) == len(other):
		c.Differ("address", shown(have), a.Prefix.String(), replace)
	default:
		c.Differ("address", shown(have), a.Prefix.String(), a.remove(other))
	}
	return c, nil
}

func (a Address) remove(have []string) sh.Script {
	all := make([]sh.Script, len(have))
	for i, prefix := range have {
		all[i] = a.ip("del", prefix)
	}
	return sh.Lines(all...)
}

func (a Address) ip(verb, prefix string) sh.Script {
	return sh.Cmd("ip", family(a.Prefix.Addr()), "addr", verb, prefix, "dev", a.Device)
}

// Sample shows the interface without the address, and with it.
func (a Address) Sample() (before, after string) {
	if a.Absent {
		return "interface\n", "interface\n"
	}
	return "interface\n", "interface\n" + a.Prefix.String() + " \n"
}
