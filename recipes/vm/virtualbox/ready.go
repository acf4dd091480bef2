package virtualbox

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Ready waits for a machine that boots: until its guest additions tell an
// address or, where it has none of them, until an SSH server answers at the
// port that leads to it. What it configures after that is for others to see.
type Ready struct {
	Lab, Machine string
	Address      string // that it must have; empty: any
	Port         int    // of 127.0.0.1, that leads to its sshd; 0: none
	Log          string // what it prints on its serial port
	Bound        int    // how long that may take, in seconds; 0 means 300
}

func ready(l lab.Lab, m lab.Machine) Ready {
	r := Ready{Lab: l.Name, Machine: m.Name, Port: m.Forward, Log: l.MachineDir(m.Name) + "/console.log"}
	if a, err := netip.ParseAddr(m.Address); err == nil && !a.IsLoopback() {
		r.Address = a.String()
	}
	return r
}

func (r Ready) String() string { return "machine " + r.Machine + " is ready" }

// told defines a function that prints the addresses that the guest additions
// tell, one a line, sorted, in the form of 6.1 and in that of 7.0; or "ssh",
// where they tell none and an SSH server answers. VirtualBox takes connections
// to a forwarded port even if nobody listens behind it.
const told sh.Script = look + `told() {
	look guestproperty enumerate "$uuid" --patterns '/VirtualBox/GuestInfo/Net/*/V4/IP' || { echo absent; return; }
	addresses=$(printf '%s\n' "$said" | sed -nE -e 's|^Name: /VirtualBox/GuestInfo/Net/[0-9]+/V4/IP, value: ([0-9.]+),.*|\1|p' \
		-e "s|^/VirtualBox/GuestInfo/Net/[0-9]+/V4/IP += '([0-9.]+)'.*|\1|p" | sort -u)
	if [ -n "$addresses" ]; then
		printf '%s\n' "$addresses"
	elif [ "$port" != 0 ] && command -v ssh-keyscan >/dev/null; then
		case $(ssh-keyscan -T 2 -t ed25519 -p "$port" 127.0.0.1 2>&1) in *SSH-2.0-*) echo ssh ;; esac
	fi
}
`

// Probe prints what is told.
func (r Ready) Probe() sh.Script {
	return hypervisor.With(told+"told", "uuid", UUID(r.Lab, r.Machine), "port", strconv.Itoa(r.Port))
}

// Plan waits until the machine is ready.
func (r Ready) Plan(got string) (c tasks.Change, err error) {
	has := strings.Fields(got)
	switch {
	case r.Address == "" && len(has) > 0 && has[0] != "absent", slices.Contains(has, r.Address), slices.Contains(has, "ssh"):
		return c, nil
	}
	was, want := strings.Join(has, ", "), r.Address
	if was == "" || was == "absent" {
		was = "unknown"
	}
	if want == "" {
		want = "known"
	}
	c.Differ("address", was, want, r.wait())
	if slices.Equal(has, []string{"absent"}) {
		return c, fmt.Errorf("there is no machine %s in VirtualBox", r.Machine)
	}
	return c, nil
}

// wait looks every second. A machine that has told another address than it
// should is given a minute more, for its other interfaces.
func (r Ready) wait() sh.Script {
	bound := r.Bound
	if bound == 0 {
		bound = 300
	}
	return hypervisor.With(told+`state() { look showvminfo "$uuid" --machinereadable && printf '%s\n' "$said" | sed -n 's/^VMState="\(.*\)"$/\1/p'; }
fail() {
	echo "$machine $1" >&2
	if [ -s "$log" ]; then
		echo "the end of $log:" >&2
		tail -n 20 "$log" >&2
	else
		echo "$log is empty: has its base a console on ttyS0?" >&2
	fi
	exit 1
}
tries=0
strange=0
until got=$(told) || exit; case "
$got
" in "

") false ;; *"
ssh
"*) ;; *) [ -z "$address" ] ;; *"
$address
"*) ;; esac; do
	now=$(state) || exit
	case $now in running | starting) ;; *) fail "is $now, not running" ;; esac
	[ -z "$got" ] || strange=$((strange + 1))
	if [ "$strange" -gt 60 ] || { [ -n "$got" ] && [ "$tries" -ge "$bound" ]; }; then
		echo "$machine tells that it has" $got "and the inventory dials it at $address: set ansible_host to the address that it has, or give it that one" >&2
		exit 1
	fi
	[ "$tries" -lt "$bound" ] || fail "does not tell its address in $bound seconds: has its base the guest additions?"
	tries=$((tries + 1))
	sleep 1
done`, "uuid", UUID(r.Lab, r.Machine), "machine", r.Machine, "port", strconv.Itoa(r.Port), "address", r.Address, "log", r.Log, "bound", strconv.Itoa(bound))
}
