package verify_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/recipes/vrrp/verify"
)

const pair = `
all:
  children:
    bastions: {hosts: {busybox: {}}}
    vrrp:
      hosts:
        lb1: {hrun_address: 192.168.1.9/24}
        lb2: {hrun_address: 192.168.1.10/24, vrrp_interface: eth1}
      vars: {hrun_via: busybox}
`

// holder returns the question who holds the address.
func holder(t *testing.T, r vrrp.Recipe) recipes.Late {
	t.Helper()
	play := recipestest.Build(t, recipestest.Inventory(t, pair), verify.Recipe{Recipe: r})
	for _, s := range play.Stages {
		for _, h := range s.Hosts {
			for _, w := range h.Work {
				if late, is := w.Task.(recipes.Late); is && late.Name == "exactly one node holds 192.168.1.100" {
					return late
				}
			}
		}
	}
	t.Fatal("nobody asks who holds the address")
	return recipes.Late{}
}

// What the two nodes see is judged together: who holds the address, and who
// hears whom.
func TestHolder(t *testing.T) {
	const (
		here  = "has 192.168.1.100/24 on eno1\nruns\n"
		there = "has 192.168.1.100/24 on eth1\nruns\n"
		first = "runs\nhears 192.168.1.9 101\n"
	)
	for name, c := range map[string]struct {
		lb1, lb2 string
		found    string
		want     []string // faults; none where there are none
	}{
		"well":                {here, first, "lb1", nil},
		"nobody":              {"runs\n", "runs\n", "", []string{"nobody holds 192.168.1.100: clients reach nothing"}},
		"cut":                 {here, there, "lb1 and lb2", []string{"lb1 and lb2 hold 192.168.1.100, and do not hear each other: clients reach now the one, now the other"}},
		"at odds":             {here + "hears 192.168.1.10 100\n", there + "hears 192.168.1.9 101\n", "lb1 and lb2", []string{"lb1 and lb2 hold 192.168.1.100, although they are not cut off from each other: they do not agree, as in the password, or one of them hangs: clients reach now the one, now the other"}},
		"the second":          {"runs\nhears 192.168.1.10 100\n", there, "lb2", []string{"lb2 holds 192.168.1.100, which belongs to lb1 by its priority 101: that is not fit, or does not reach the others"}},
		"the first is silent": {"-", there, "lb2; not asked: lb1", []string{"lb2 holds 192.168.1.100, which belongs to lb1 by its priority 101: that is not fit, or does not reach the others"}},
		"deaf":                {here, "runs\n", "lb1", []string{"lb2 does not hear lb1, and will take 192.168.1.100 too"}},
		"the other is off":    {here, "", "lb1", nil},
		"left behind":         {"has 192.168.1.100/24 on eno1\n", "", "lb1", []string{"lb1 holds 192.168.1.100, and no keepalived runs there: the next node to take it over will hold it too"}},
		"elsewhere":           {here, "has 192.168.1.100 on lo\n" + first, "lb1 and lb2", []string{"lb2 has 192.168.1.100/32 on lo, want 192.168.1.100/24 on eth1", "lb1 and lb2 hold 192.168.1.100, although they"}},
		"twice":               {"has 192.168.1.100/24 on eno2\n" + here, first, "lb1", []string{"lb1 has 192.168.1.100/24 on eno2, want 192.168.1.100/24 on eno1"}},
		"a stranger":          {here + "hears 192.168.1.77 200\n", first, "lb1", []string{"192.168.1.77, which is none of the nodes, uses the router id 51 too, with the priority 200, as lb1 hears it"}},
		"another priority":    {here, "runs\nhears 192.168.1.9 103\n", "lb1", []string{"lb1 advertises the priority 103, and is described with 101: it has not read its configuration"}},
		"about to go":         {here, "runs\nhears 192.168.1.9 0\n", "lb1", nil},
		"another address":     {here + "is 10.0.0.9 on eno1\nis 192.168.1.9 on eno1\nis 10.0.0.10 on br0\n", "runs\nis 10.0.0.9 on br0\nhears 10.0.0.9 101\n", "lb1", nil},
		"the rest is silent":  {"runs\n", "-", "not asked: lb2", []string{"nobody that could be asked holds 192.168.1.100: clients reach nothing, unless lb2 does"}},
		"no address of its":   {here + "is it\n", first, "", []string{`lb1: the probe printed "is it"`, "nobody holds"}},
		"nonsense":            {here, "has it\nsees\n", "lb1", []string{`lb2: the probe printed "sees"`}},
		"no address":          {here, "hears lb1 101\n", "lb1", []string{`lb2: the probe printed "hears lb1 101"`}},
	} {
		made := answer(t, holder(t, vrrp.Recipe{}), c.lb1, c.lb2)
		change, err := made.Task.Plan("")
		var faults health.Faults
		if err != nil && !errors.As(err, &faults) {
			t.Fatalf("%s: %v", name, err)
		}
		if change.Found != c.found || len(faults) != len(c.want) {
			t.Errorf("%s: found %q, want %q, and %d faults: %v", name, change.Found, c.found, len(faults), faults)
			continue
		}
		for i, f := range faults {
			if !strings.HasPrefix(f.What, c.want[i]) {
				t.Errorf("%s: %q, want %q", name, f.What, c.want[i])
			}
		}
	}
}

// answer has the two nodes say this; "-" is one that was not asked.
func answer(t *testing.T, l recipes.Late, said ...string) recipes.Made {
	t.Helper()
	var answers []recipes.Answer
	for i, host := range []string{"lb1", "lb2"} {
		a := recipes.Answer{Host: host, Printed: "0\n" + said[i]}
		if said[i] == "-" {
			a = recipes.Answer{Host: host, Unasked: true, Err: errors.New(host + ": no route")}
		}
		answers = append(answers, a)
	}
	made, err := l.Make(answers)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// A script that fails takes its weight from the priority, and no more.
func TestHolderThatAScriptWeakens(t *testing.T) {
	weak := vrrp.Recipe{Router: keepalived.Router{Scripts: []keepalived.Script{{Name: "disk", Command: "/bin/true", Weight: -20}}}}
	for priority, well := range map[string]bool{"101": true, "81": true, "80": false, "102": false} {
		_, err := answer(t, holder(t, weak), "has 192.168.1.100/24 on eno1\nruns\n", "runs\nhears 192.168.1.9 "+priority+"\n").Task.Plan("")
		if (err == nil) != well {
			t.Errorf("%s: %v", priority, err)
		}
	}
}

// Where nobody is preferred, the address may be anywhere.
func TestHolderWithoutPreemption(t *testing.T) {
	l := holder(t, vrrp.Recipe{Router: keepalived.Router{NoPreempt: true}})
	if _, err := answer(t, l, "runs\nhears 192.168.1.10 100\n", "has 192.168.1.100/24 on eth1\nruns\n").Task.Plan(""); err != nil {
		t.Error(err)
	}
}
