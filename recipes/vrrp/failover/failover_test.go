package failover_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/recipes/vrrp/failover"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// inventory is of two nodes that hrun has made, or that are simply there.
func inventory(provider string) string {
	return fmt.Sprintf(`
all:
  children:
    hypervisors: {hosts: {here: {ansible_connection: local}}}
    machines:
      children: {bastions: {hosts: {busybox: {ansible_host: 127.0.0.1, ansible_port: 22023, hrun_address: 192.168.1.30/24}}}, vrrp: {}}
      vars: {ansible_user: debian, hrun_ssh_ca: ssh-ca, ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts}
    vrrp:
      hosts: {lb1: {hrun_address: 192.168.1.9/24}, lb2: {hrun_address: 192.168.1.10/24}}
      vars: {hrun_via: busybox}
  vars: {vm: {lab: demo, nic: eno1, provider: %s}}
`, provider)
}

func build(t *testing.T, provider string, r vrrp.Recipe) (*recipes.Play, error) {
	t.Helper()
	known := recipes.Facts{}
	known.Add("here", "provider of lab demo", provider+"\n")
	return recipes.BuildKnowing(known, recipestest.Inventory(t, inventory(provider)), recipestest.Secrets(), failover.Recipe{Recipe: r})
}

func stages(p *recipes.Play) []string {
	var all []string
	for _, s := range p.Stages {
		names := make([]string, len(s.Hosts))
		for i, h := range s.Hosts {
			names[i] = h.Name
		}
		all = append(all, s.Name+" of "+strings.Join(names, " "))
	}
	return all
}

// The address moves as keepalived stops, and then as a machine crashes that hrun
// has made: in between and at both ends, all is well.
func TestStages(t *testing.T) {
	const nodes = " of lb1 lb2"
	well := func(when string) []string {
		return []string{when + ": preflight" + nodes, when + ": nodes" + nodes, when + ": machines" + nodes, when + ": router of here", when + ": service of busybox"}
	}
	trial := func(what, by string) []string {
		return []string{what + ": watched" + nodes, what + ": answers of busybox", what + by, what + ": moved of busybox"}
	}
	end := func(what string) []string {
		return []string{what + ": back" + nodes, what + ": answers still of busybox", what + ": measured of busybox", what + ": no longer asked of busybox", what + ": no longer watched" + nodes}
	}
	for provider, crash := range map[string]bool{"nspawn": true, "existing": false} {
		p, err := build(t, provider, vrrp.Recipe{})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"nothing left" + nodes}
		if crash {
			want = append(want, "no machine left of here")
		}
		want = append(append(want, "nobody asks of busybox"), well("before")...)
		want = append(append(want, trial("stop", nodes)...), end("stop")...)
		if crash {
			want = append(append(append(want, "crash: can be started again of here"), trial("crash", " of here")...), "crash: started again of here")
			want = append(want, end("crash")...)
		}
		want = append(want, well("after")...)
		if diff := cmp.Diff(want, stages(p)); diff != "" {
			t.Errorf("%s:\n%s", provider, diff)
		}
	}
}

// Where machines must be crashed and cannot, nothing is tried.
func TestCrashRefused(t *testing.T) {
	r := vrrp.Recipe{}
	r.Failover.CrashMachines = "yes"
	var cannot *vm.NotMadeError
	if _, err := build(t, "existing", r); !errors.As(err, &cannot) || cannot.Machine != "lb1" {
		t.Error(err)
	}
}

// The page with statistics is asked for where there is one.
func TestRequest(t *testing.T) {
	for want, proxy := range map[string]haproxy.Proxy{
		"asking 192.168.1.100:6443":           {},
		"asking http://192.168.1.100:32700/s": {Stats: haproxy.Stats{Path: "/s", Password: sh.NewSecret("hunter2")}},
	} {
		p, err := build(t, "existing", vrrp.Recipe{Proxy: proxy})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, s := range p.Stages {
			if s.Name == "stop: answers" {
				got = s.Hosts[0].Work[0].Task.String()
			}
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
