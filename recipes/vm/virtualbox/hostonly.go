package virtualbox

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// HostOnly is a host-only interface of the hypervisor. It is made if it is not
// there, and only what hrun has made is given another address.
type HostOnly struct {
	Lab       string
	State     string       // directory of all labs, where it is noted who made the interface and who uses it
	Interface string       // e.g. vboxnet0
	Host      netip.Prefix // of IPv4; the zero value: whatever it has
}

func (h HostOnly) String() string { return "host-only interface " + h.Interface }

// made is the file that says that hrun made the interface. It is written
// before that, and only if there is none.
func made(state, name string) string { return state + "/.made-" + name }

// used is the file that says that a lab uses the interface.
func used(state, lab, name string) string { return state + "/" + lab + "/interfaces/" + name }

// Probe prints a line for each interface with its address and mask, and which
// notes there are.
func (h HostOnly) Probe() sh.Script {
	return hypervisor.With(look+`look list hostonlyifs || exit
printf '%s\n' "$said" | awk '$1 == "Name:" { name = $2 } $1 == "IPAddress:" { address = $2 } $1 == "NetworkMask:" { print "interface", name, (address == "" ? "-" : address), ($2 == "" ? "-" : $2) }'
[ ! -e "$made" ] || echo made
[ ! -e "$used" ] || echo used`, "made", made(h.State, h.Interface), "used", used(h.State, h.Lab, h.Interface))
}

// Plan makes the interface and gives it its address. VirtualBox names
// interfaces itself, by the first number that is free: another name than that
// cannot be had.
func (h HostOnly) Plan(got string) (c tasks.Change, err error) {
	was, there := netip.Prefix{}, false
	var names, notes []string
	for line := range strings.Lines(got) {
		f := strings.Fields(line)
		switch {
		case len(f) == 1:
			notes = append(notes, f[0])
		case len(f) == 4 && f[0] == "interface":
			names = append(names, f[1])
			if f[1] == h.Interface {
				was, there = prefix(f[2], f[3]), true
			}
		default:
			return c, fmt.Errorf("the probe printed %q", line)
		}
	}
	own := slices.Contains(notes, "made") || !there
	if next := free(names); !there && next != h.Interface {
		return c, &InterfaceError{Interface: h.Interface, Next: next}
	}
	if h.Host.IsValid() && was != h.Host && !own {
		return c, &InterfaceError{Interface: h.Interface, Has: was, Want: h.Host}
	}
	if !slices.Contains(notes, "used") {
		c.Differ("noted", "no", "used by lab "+h.Lab, hypervisor.With(`umask 077
mkdir -p "${used%/*}" && : >"$used"`, "used", used(h.State, h.Lab, h.Interface)))
	}
	if !there {
		c.Differ("interface", "absent", h.Interface, h.create())
	}
	if h.Host.IsValid() {
		c.Differ("address", shown(was), h.Host.String(), h.configure())
	}
	return c, nil
}

// create makes the interface, and takes back one that is called otherwise. Where
// none was made, a person may make it, and it must not be taken for hrun's.
func (h HostOnly) create() sh.Script {
	return hypervisor.With(`: >"$made" || exit
said=$(VBoxManage hostonlyif create) || {
	VBoxManage list hostonlyifs | grep -qx "Name: *$want" || rm -f "$made"
	exit 1
}
name=${said#*\'}
name=${name%%\'*}
[ "$name" != "$want" ] || exit 0
echo "VirtualBox made $name, not $want" >&2
VBoxManage hostonlyif remove "$name" && rm -f "$made"
exit 1`, "made", made(h.State, h.Interface), "want", h.Interface)
}

func (h HostOnly) configure() sh.Script {
	mask := net.IP(net.CIDRMask(h.Host.Bits(), 32)).String()
	return sh.Group(sh.Cmd("VBoxManage", "hostonlyif", "ipconfig", h.Interface, "--ip", h.Host.Addr().String(), "--netmask", mask) + ` || {
	echo "since 6.1.28 only 192.168.56.0/21 is allowed, unless /etc/vbox/networks.conf says otherwise" >&2
	exit 1
}`)
}

// free returns the name that VirtualBox gives the next interface.
func free(names []string) string {
	for i := 0; ; i++ {
		if name := fmt.Sprintf("vboxnet%d", i); !slices.Contains(names, name) {
			return name
		}
	}
}

// prefix reads an address with a mask; it is zero if there is none.
func prefix(address, mask string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	m, maskErr := netip.ParseAddr(mask)
	if err != nil || maskErr != nil || !m.Is4() {
		return netip.Prefix{}
	}
	bits, _ := net.IPMask(m.AsSlice()).Size()
	return netip.PrefixFrom(a, bits)
}

func shown(p netip.Prefix) string {
	if !p.IsValid() {
		return "none"
	}
	return p.String()
}
