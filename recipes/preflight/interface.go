package preflight

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Interface expects the host to have a network interface that can carry the
// VIPs: with the address at which others know the host, and in a network that
// the VIPs are of. It changes nothing. Where it is otherwise, Plan returns a
// [*NoInterfaceError], a [*WithoutError] or an [*OutsideError]. Whether the
// interface is up is not asked: what runs on it waits for that.
type Interface struct {
	Name string
	Own  netip.Addr     // of the host, on this interface; the zero Addr is not asked for
	VIPs []netip.Prefix // of one IP version, that may come to it; each is of one of the interface's networks, or of a part of it
}

var (
	_ tasks.Task    = Interface{}
	_ tasks.Sampler = Interface{}
)

// NoInterfaceError says that a host has no interface of a name, and which it
// has.
type NoInterfaceError struct {
	Name string
	Has  []string // in the kernel's order, without the loopback interface
}

func (e *NoInterfaceError) Error() string {
	return fmt.Sprintf("there is no interface %s; the host has %s", e.Name, list(e.Has, "no other than lo"))
}

// WithoutError says that an interface has not the address of its host.
type WithoutError struct {
	Name string
	Own  netip.Addr
	Has  []netip.Prefix // what the interface has of that IP version, as ip(8) shows it
	On   string         // the interface that has the address, or ""
}

func (e *WithoutError) Error() string {
	where := "no interface of the host has it"
	if e.On != "" {
		where = e.On + " has it"
	}
	return fmt.Sprintf("the interface %s has %s, and not %v, at which others reach the host (hrun_address): %s", e.Name, list(e.Has, "no address"), e.Own, where)
}

// OutsideError says that a VIP is of none of the networks of an interface. With
// a shorter prefix than theirs, the host would take others for neighbours that
// are none.
type OutsideError struct {
	Name string
	VIP  netip.Prefix
	Has  []netip.Prefix // what the interface has of that IP version, as ip(8) shows it
}

func (e *OutsideError) Error() string {
	return fmt.Sprintf("the VIP %v is outside the network of the interface %s, which has %s", e.VIP, e.Name, list(e.Has, "no address"))
}

// list puts values one after another, or says that there are none.
func list[T any](values []T, none string) string {
	if len(values) == 0 {
		return none
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(values), "[]"), " ", ", ")
}

// What a kernel takes, keepalived.conf(5) and a resource agent all take.
var interfaceName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$`)

// Validate reports a name that no interface can have.
func (i Interface) Validate() error {
	if !interfaceName.MatchString(i.Name) {
		return fmt.Errorf("%q is not the name of an interface", i.Name)
	}
	return nil
}

func (i Interface) String() string { return "interface " + i.Name }

// Probe prints the names of all interfaces, from proc_pid_net(5): in contrast
// to sysfs that is always of the namespace that the shell is in. Then it prints
// all addresses, each after the name of its interface.
func (Interface) Probe() sh.Script {
	return `{
	read -r head && read -r head || exit 2
	while IFS=': ' read -r name rest; do printf '%s\n' "$name"; done
} </proc/net/dev
shown=$(ip -o addr show) || exit 2
while read -r index name family address rest; do
	case $family in inet|inet6) printf '%s %s\n' "$name" "$address" ;; esac
done <<SHOWN
$shown
SHOWN`
}

// Plan has nothing to do where the host has such an interface.
func (i Interface) Plan(got string) (c tasks.Change, err error) {
	if err := i.Validate(); err != nil {
		return c, err
	}
	var names []string
	var has []netip.Prefix
	on := ""
	for line := range strings.Lines(got) {
		name, shown, isAddress := strings.Cut(strings.TrimSpace(line), " ")
		if !isAddress {
			names = append(names, name)
			continue
		}
		address, err := prefix(shown)
		if err != nil {
			return c, fmt.Errorf("the probe printed %q: %w", line, err)
		}
		if address.Addr() == i.Own {
			on = name
		}
		if name == i.Name && i.sameVersion(address.Addr()) && !i.isVIP(address.Addr()) {
			has = append(has, address)
		}
	}
	switch {
	case len(names) == 0:
		return c, errors.New("the probe printed no interface at all")
	case !slices.Contains(names, i.Name):
		return c, &NoInterfaceError{Name: i.Name, Has: slices.DeleteFunc(names, func(name string) bool { return name == "lo" })}
	case i.Own.IsValid() && on != i.Name:
		return c, &WithoutError{Name: i.Name, Own: i.Own, Has: has, On: on}
	}
	for _, vip := range i.VIPs {
		if !slices.ContainsFunc(has, func(own netip.Prefix) bool { return own.Contains(vip.Addr()) && own.Bits() <= vip.Bits() }) {
			return c, &OutsideError{Name: i.Name, VIP: vip, Has: has}
		}
	}
	return c, nil
}

// sameVersion reports whether an address is of the IP version that is asked for.
func (i Interface) sameVersion(address netip.Addr) bool {
	return len(i.VIPs) == 0 || address.Is4() == i.VIPs[0].Addr().Is4()
}

// isVIP reports whether an address may be here today and elsewhere tomorrow:
// the network that it brings along is none of the interface's own.
func (i Interface) isVIP(address netip.Addr) bool {
	return slices.ContainsFunc(i.VIPs, func(vip netip.Prefix) bool { return vip.Addr() == address })
}

// prefix reads an address as ip(8) shows it: without a length where it is that
// of one end of a link.
func prefix(shown string) (netip.Prefix, error) {
	if strings.Contains(shown, "/") {
		return netip.ParsePrefix(shown)
	}
	address, err := netip.ParseAddr(shown)
	return netip.PrefixFrom(address, address.BitLen()), err
}

// Sample is of a host whose interface has everybody in its network.
func (i Interface) Sample() (before, after string) {
	has := "lo\n" + i.Name + "\n" + i.Name + " 0.0.0.0/0\n" + i.Name + " ::/0\n"
	if i.Own.IsValid() {
		has += i.Name + " " + i.Own.String() + "\n"
	}
	return has, has
}
