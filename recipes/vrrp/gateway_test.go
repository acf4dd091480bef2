package vrrp_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// The gateway must answer to a node that is to give the VIP up without it.
func TestAnswersConforms(t *testing.T) {
	answers := func(string) tasks.Task { return vrrp.Answers(netip.MustParseAddr("192.0.2.1")) }
	ping := func(script string) map[string]string {
		return map[string]string{"ping": `[ "$*" = '-n -q -c 3 -i 0.2 -W 1 192.0.2.1' ] || exit 64
` + script}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "answers", Task: answers, Commands: ping("exit 0"), InSync: true},
		taskstest.Case{Name: "is silent", Task: answers, Commands: ping("exit 1"), Refused: "it did not answer to three pings of this node, which would never hold the VIP"},
	)
	h := taskstest.NewHost(t, "dash", ping("echo 'connect: Network is unreachable' >&2; exit 2"))
	if r := h.Run(answers("").Probe()); r.Status != 2 || !strings.Contains(r.Stderr, "Network is unreachable") {
		t.Errorf("no network: exit %d, %s", r.Status, r.Stderr)
	}
}

// A node with a gateway asks for it before anything is changed, and again when
// it can; keepalived asks all the time, and takes the node out.
func TestGateway(t *testing.T) {
	p, err := build(t, pair("", ""), vrrp.Recipe{Gateway: netip.MustParseAddr("192.168.1.1")})
	if err != nil {
		t.Fatal(err)
	}
	const expected = "expect that the gateway 192.168.1.1 answers\n"
	if got := recipestest.Outline(p.Stages[0].Hosts[0]); !strings.HasPrefix(got, expected) {
		t.Errorf("the preflight is\n%s", got)
	}
	if got := recipestest.Outline(p.Stages[1].Hosts[0]); !strings.HasPrefix(got, "packages iputils-ping\n"+expected) {
		t.Errorf("a node does\n%s", got)
	}
	conf := configuration(t, p, "lb2")
	for _, want := range []string{`script "/usr/bin/ping -n -q -c 1 -W 1 192.168.1.1"`, "fall 3\n", "    haproxy\n    gateway\n"} {
		if !strings.Contains(conf, want) {
			t.Errorf("%q is missing:\n%s", want, conf)
		}
	}
}

// Every run says what VRRP cannot do, and what little a gateway changes.
func TestWarning(t *testing.T) {
	for _, c := range []struct {
		recipe vrrp.Recipe
		want   string
	}{
		{vrrp.Recipe{}, "lb1, lb2: while they do not hear each other, each of them holds 192.168.1.100, because VRRP has no quorum. Where that must not happen, see the recipe hapx with an arbiter"},
		{vrrp.Recipe{Gateway: netip.MustParseAddr("192.168.1.1")}, "lb1, lb2: while they do not hear each other, each of them holds 192.168.1.100, because VRRP has no quorum; " +
			"the gateway changes that only for a node that does not reach it either. Where that must not happen, see the recipe hapx with an arbiter"},
	} {
		p, err := build(t, pair("", ""), c.recipe)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Warnings) != 1 || p.Warnings[0] != c.want {
			t.Errorf("%q, want %q", p.Warnings, c.want)
		}
	}
}
