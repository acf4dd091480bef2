package failover_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/failover"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/expect"
	"github.com/hrun-dev/hrun/tasks/outage"
)

// machines are two nodes behind a bastion, in a lab.
const machines = `
all:
  children:
    hypervisors: {hosts: {localhost: {ansible_connection: local}}}
    machines:
      children:
        bastions: {hosts: {bastion: {ansible_host: 127.0.0.1, ansible_port: 22842, hrun_address: 192.0.2.30/27}}}
        web: {hosts: {node1: {hrun_address: 192.0.2.21/27}, node2: {hrun_address: 192.0.2.22/27}}, vars: {hrun_via: bastion}}
      vars:
        ansible_user: debian
        hrun_ssh_ca: ssh-ca
        ansible_ssh_common_args: -o UserKnownHostsFile=/known_hosts
        vm: {lab: demo}
`

// trial is a recipe for the group web.
type trial struct{ failover.Parameters }

func (r trial) Build(p *recipes.Play) error {
	nodes, err := p.Inventory.Group("web")
	if err != nil {
		return err
	}
	return failover.Trial{
		Parameters: r.Parameters, Name: "web", Nodes: nodes, Address: netip.MustParseAddr("192.0.2.20"),
		Request: outage.Request{URL: "http://192.0.2.20/"},
		Leaving: failover.Leaving{Title: "standby", Do: "drain", Undo: "undrain"},
		Well: func(p *recipes.Play) error {
			p.Stage("service", nodes, role(condition.Command{Name: "it is well", Script: "well"}))
			return nil
		},
		Back: role(condition.Command{Name: "it is back", Script: "back"}),
	}.Build(p)
}

func role(c condition.Condition) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(expect.That{Condition: c})
		return nil
	})
}

// build returns the play, by a provider that has made the lab, or none.
func build(t testing.TB, text, provider string, p failover.Parameters) (*recipes.Play, error) {
	t.Helper()
	known := recipes.Facts{}
	known.Add("localhost", "provider of lab demo", provider)
	return recipes.BuildKnowing(known, recipestest.Inventory(t, text), recipestest.Secrets(), trial{p})
}

// stages returns the names of the stages with those of their hosts.
func stages(play *recipes.Play) string {
	var b strings.Builder
	for _, s := range play.Stages {
		b.WriteString(s.Name)
		for _, h := range s.Hosts {
			b.WriteString(" " + h.Name)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestStages(t *testing.T) {
	for file, c := range map[string]struct {
		text, provider string
		p              failover.Parameters
	}{
		"crash.txt":      {machines, "nspawn\n", failover.Parameters{}},
		"no-crash.txt":   {machines, "nspawn\n", failover.Parameters{CrashMachines: "no", From: "localhost"}},
		"not-ours.txt":   {machines, "", failover.Parameters{}},
		"no-bastion.txt": {strings.Replace(machines, "vars: {hrun_via: bastion}", "vars: {}", 1), "", failover.Parameters{CrashMachines: "no"}},
	} {
		t.Run(file, func(t *testing.T) {
			play, err := build(t, c.text, c.provider, c.p)
			if err != nil {
				t.Fatal(err)
			}
			recipestest.Golden(t, file, stages(play))
			if warned := len(play.Warnings) == 1; warned != (file == "not-ours.txt") {
				t.Errorf("it warns %q", play.Warnings)
			}
			for _, s := range play.Stages {
				if max, of := s.MaxFail.String(), recipes.Hosts(0).String(); max != of {
					t.Errorf("stage %s goes on after failures", s.Name)
				}
			}
		})
	}
}

func TestRefused(t *testing.T) {
	for want, c := range map[string]struct {
		text, provider string
		p              failover.Parameters
	}{
		"there is no host \"nobody\"": {machines, "nspawn\n", failover.Parameters{From: "nobody"}},
		"node2 is a node itself":      {machines, "nspawn\n", failover.Parameters{From: "node2"}},
		`crash_machines "perhaps"`:    {machines, "nspawn\n", failover.Parameters{CrashMachines: "perhaps"}},
		"was made by hrun":            {machines, "", failover.Parameters{CrashMachines: "yes"}},
		"are not negative":            {machines, "", failover.Parameters{Standby: -time.Second}},
		"return 500ms, want 1s to 1h": {machines, "", failover.Parameters{Return: time.Second / 2}},
		"it takes two nodes at least": {strings.Replace(machines, ", node2: {hrun_address: 192.0.2.22/27}", "", 1), "", failover.Parameters{}},
	} {
		if _, err := build(t, c.text, c.provider, c.p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// What is not known yet is asked for.
func TestAsksWhoMadeTheMachines(t *testing.T) {
	play, err := recipes.BuildKnowing(nil, recipestest.Inventory(t, machines), recipestest.Secrets(), trial{})
	if err != nil || len(play.Needs()) != 1 {
		t.Errorf("%v", err)
	}
}
