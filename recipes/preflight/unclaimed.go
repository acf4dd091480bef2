package preflight

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Unclaimed expects that no stranger answers for an address, so that two
// machines do not come to hold it. It changes nothing; where a stranger
// answers, Plan returns a [*ClaimedError].
//
// The question is put only as long as the address is not there, and nothing on
// the host decides about it: see Decided. The probe then sends one datagram to
// the address, and one to each of the peers, at the discard port (9), because
// only that makes the kernel ask who has it, once it has forgotten what it was
// told before: the answer is left in the kernel's table of neighbours, and
// nothing else changes. The probe takes some 3 s where nobody has the address,
// and needs root. It fails where the host would not reach the address on the
// interface, because nobody is asked there; on an interface that the host has
// not, nobody answers, and [Interface] says so. Whoever answers from behind a
// router is not seen.
type Unclaimed struct {
	Address   netip.Addr
	Interface string
	Peers     []netip.Addr // of the hosts that may hold it, as seen on the interface

	// Decided is a script, which changes nothing, exits with 0 where something
	// that works on the host already decides who holds the address, and with 1
	// where nothing does. Any other status means that it could not look. Empty
	// means that nothing does.
	Decided sh.Script
}

var (
	_ tasks.Task    = Unclaimed{}
	_ tasks.Sampler = Unclaimed{}
)

// ClaimedError says that a stranger answers for an address.
type ClaimedError struct {
	Address netip.Addr
	MAC     string // of the stranger, as ip(8) prints it
}

func (e *ClaimedError) Error() string {
	return fmt.Sprintf("another machine answers for %v: its MAC address is %s, which none of the peers has", e.Address, e.MAC)
}

// Validate reports addresses and an interface that cannot be.
func (u Unclaimed) Validate() error {
	for _, a := range append([]netip.Addr{u.Address}, u.Peers...) {
		if !a.IsValid() || a.Is6() != u.Address.Is6() {
			return fmt.Errorf("%v is not an address of the IP version of %v", a, u.Address)
		}
	}
	return Interface{Name: u.Interface}.Validate()
}

func (u Unclaimed) String() string { return "address " + u.Address.String() + " is not a stranger's" }

// Probe prints "ours" where there is no question, "nowhere" where there is no
// such interface, "free" if nobody answers, and otherwise "answers" with the MAC
// address; and then "peer" with that of each peer that is known.
func (u Unclaimed) Probe() sh.Script {
	vip, nic := sh.Quote(u.Address.String()), sh.Quote(u.Interface)
	peers := make([]string, len(u.Peers))
	for i, p := range u.Peers {
		peers[i] = sh.Quote(p.String())
	}
	all := sh.Script(strings.Join(append([]string{vip}, peers...), " "))
	decided := sh.Script("")
	if u.Decided != "" {
		decided = `(
` + u.Decided + `
)
case $? in 0) echo ours; exit 0 ;; 1) ;; *) exit 2 ;; esac
`
	}
	return decided + `here=$(ip -o addr show) || exit 2
case $here in *" "` + sh.Script(vip) + `/*) echo ours; exit 0 ;; esac
grep -q ` + sh.Script(sh.Quote("^ *"+regexp.QuoteMeta(u.Interface)+":")) + ` /proc/net/dev
case $? in 0) ;; 1) echo nowhere; exit 0 ;; *) exit 2 ;; esac
way=$(ip -o route get ` + sh.Script(vip) + `) || exit 2
case "$way " in *" dev "` + sh.Script(nic) + `" "*) ;; *) printf '%s is not reached on %s: %s\n' ` + sh.Script(vip+" "+nic) + ` "$way" >&2; exit 2 ;; esac
command -v bash >/dev/null || { echo 'bash is not installed' >&2; exit 2; }
known=$(ip neigh show to ` + sh.Script(vip) + ` dev ` + sh.Script(nic) + `) || exit 2
[ -z "$known" ] || ip neigh flush to ` + sh.Script(vip) + ` dev ` + sh.Script(nic) + ` || exit 2
bash -c 'for a; do (echo >"/dev/udp/$a/9"); done 2>&1' bash ` + all + ` >/dev/null
n=0
look() {
	known=$(ip neigh show to "$1" dev ` + sh.Script(nic) + `) || exit 2
	known=${known% } mac= state=${known##* }
	case $known in *lladdr*) mac=${known##*lladdr } mac=${mac%% *} ;; esac
}
pause() {
	[ $n -lt 100 ] && n=$((n + 1)) && sleep 0.1
}
peers=
for peer in ` + sh.Script(strings.Join(peers, " ")) + `; do
	while look "$peer" && [ "$state" = INCOMPLETE ] && pause; do :; done
	[ -z "$mac" ] || peers="$peers
peer $mac"
done
while look ` + sh.Script(vip) + `; do
	case $state in
	REACHABLE|PERMANENT|NOARP) break ;;
	FAILED|'') mac=; break ;;
	esac
	case $peers in *"peer $mac"*) [ -z "$mac" ] || break ;; esac # in doubt who answered last
	pause || { mac=; break; }
done
if [ -n "$mac" ]; then echo "answers $mac$peers"; else echo free; fi`
}

// Plan has nothing to do unless a stranger answers.
func (u Unclaimed) Plan(got string) (c tasks.Change, err error) {
	if err := u.Validate(); err != nil {
		return c, err
	}
	first, rest, _ := strings.Cut(got, "\n")
	word, mac, _ := strings.Cut(first, " ")
	switch {
	case got == "ours\n" || got == "nowhere\n" || got == "free\n":
		return c, nil
	case word != "answers" || mac == "":
		return c, fmt.Errorf("probe printed %q, want ours, nowhere, free or who answers", got)
	}
	for line := range strings.Lines(rest) {
		if line == "peer "+mac+"\n" {
			return c, nil
		}
	}
	return c, &ClaimedError{Address: u.Address, MAC: mac}
}

// Sample is of an address that nobody has.
func (Unclaimed) Sample() (before, after string) { return "free\n", "free\n" }
