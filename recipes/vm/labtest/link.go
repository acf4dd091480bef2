package labtest

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
)

// table is where the rules of cut links are kept, in the network namespace of
// each container.
const table = "labtest"

// Cut cuts the link between two containers: neither hears anything of the other
// any more, whatever address that has besides. All other links stay. It is
// mended when the test ends, if not by Mend before.
func (l *Lab) Cut(t testing.TB, a, b string) {
	t.Helper()
	t.Cleanup(func() { l.Mend(t, a, b) })
	l.drop(t, a, b)
	l.drop(t, b, a)
}

// drop has one container hear nothing of another. It is told by its MAC
// address, from which the virtual address is sent too.
func (l *Lab) drop(t testing.TB, here, there string) {
	t.Helper()
	nic := strings.Fields(l.inside(t, here, "ip", "-o", "-4", "route", "get", l.Host(t, there).Address.Addr().String()))
	peer := strings.Fields(l.inside(t, there, "ip", "-o", "-4", "route", "get", l.Host(t, here).Address.Addr().String()))
	link := strings.Fields(l.inside(t, there, "ip", "-o", "link", "show", "dev", after(peer, "dev")))
	l.inside(t, here, "nft", "add table netdev "+table)
	l.inside(t, here, "nft", "add chain netdev "+table+" input { type filter hook ingress device \""+after(nic, "dev")+"\" priority 0; }")
	l.inside(t, here, "nft", "add rule netdev "+table+" input ether saddr "+after(link, "link/ether")+" drop")
}

// Mend mends the links of two containers that were cut.
func (l *Lab) Mend(t testing.TB, machines ...string) {
	t.Helper()
	for _, m := range machines {
		l.inside(t, m, "nft", "add table netdev "+table+"; delete table netdev "+table)
	}
}

// after returns the word that follows another.
func after(words []string, word string) string {
	for i, w := range words[:max(0, len(words)-1)] {
		if w == word {
			return words[i+1]
		}
	}
	return ""
}

// inside runs a program of this machine in the network of a container.
func (l *Lab) inside(t testing.TB, machine, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ip", append([]string{"netns", "exec", hypervisor.Namespace(l.Name, machine), name}, args...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("in the network of %s: %s %s: %v\n%s", machine, name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
