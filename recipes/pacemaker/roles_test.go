package pacemaker_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/wait"
)

func ExampleService() {
	s := pacemaker.Service{
		Address: pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27"), NIC: "enp0s3.41"},
		Proxy:   pacemaker.Proxy{Agent: "systemd:haproxy"},
	}
	c, err := s.Configuration()
	if err != nil {
		fmt.Println(err)
		return
	}
	change, err := c.Plan("<configuration/>")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(change.Steps[0].Want)
	// Output:
	// property no-quorum-policy=ignore
	// property stonith-enabled=no
	// rsc_defaults resource-stickiness=100
	// primitive virtual-ip-resource ocf:heartbeat:IPaddr2
	//   params broadcast=192.168.4.31
	//   params cidr_netmask=27
	//   params ip=192.168.4.20
	//   params nic=enp0s3.41
	//   meta migration-threshold=2
	//   op monitor interval=20s timeout=60s on-fail=restart
	// primitive haproxy-resource systemd:haproxy
	//   op monitor interval=20s timeout=60s on-fail=restart
	// colocation loc INFINITY: virtual-ip-resource haproxy-resource
	// order ord Mandatory: virtual-ip-resource haproxy-resource
}

func TestAddresses(t *testing.T) {
	for address, want := range map[string]cib.Values{
		"10.0.0.5/8":      {"ip": "10.0.0.5", "cidr_netmask": "8", "broadcast": "10.255.255.255"},
		"192.0.2.129/25":  {"ip": "192.0.2.129", "cidr_netmask": "25", "broadcast": "192.0.2.255"},
		"192.0.2.1/31":    {"ip": "192.0.2.1", "cidr_netmask": "31"},
		"192.0.2.1/32":    {"ip": "192.0.2.1", "cidr_netmask": "32"},
		"2001:db8::20/64": {"ip": "2001:db8::20", "cidr_netmask": "64"},
	} {
		p, err := pacemaker.VirtualIP{ID: "a", Address: netip.MustParsePrefix(address)}.Primitive()
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, p.Params); diff != "" {
			t.Errorf("%s:\n%s", address, diff)
		}
		if err := (cib.Configuration{Primitives: []cib.Primitive{p}}).Validate(); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{
		"192.168.4.0/27", "192.168.4.31/27", "::ffff:192.168.4.20/123", "127.0.0.1/8", "224.0.0.18/24", "0.0.0.0/0",
		"::1/128", "ff02::12/64", "2001:db8::/64",
	} {
		vip := pacemaker.VirtualIP{Address: netip.MustParsePrefix(bad)}
		if _, err := vip.Primitive(); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := (pacemaker.VirtualIP{}).Primitive(); err == nil {
		t.Error("no address was taken")
	}
}

func TestService(t *testing.T) {
	number := func(n int) *int { return &n }
	vip := pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27")}
	for policy, s := range map[string]pacemaker.Service{
		"ignore": {Address: vip}, "stop": {Address: vip, Majority: true}, "freeze": {Address: vip, Majority: true, QuorumPolicy: "freeze"},
	} {
		if c, err := s.Configuration(); err != nil || c.Properties["no-quorum-policy"] != policy {
			t.Errorf("%+v: policy %q, %v, want %q", s, c.Properties["no-quorum-policy"], err, policy)
		}
	}
	never := vip
	never.MigrationThreshold = number(0)
	c, err := pacemaker.Service{Address: never, Stickiness: number(0), Colocation: "together", Order: "first"}.Configuration()
	if err != nil || c.ResourceDefaults["resource-stickiness"] != "0" || c.Primitives[0].Meta["migration-threshold"] != "0" {
		t.Errorf("a zero that was asked for became the default: %+v, %v", c, err)
	}
	if c.Colocations[0].ID != "together" || c.Orders[0].ID != "first" {
		t.Errorf("constraints are %+v, %+v", c.Colocations, c.Orders)
	}
	negative := vip
	negative.MigrationThreshold = number(-1)
	for want, s := range map[string]pacemaker.Service{
		`quorum policy "shrug"`:            {Address: vip, QuorumPolicy: "shrug"},
		"stickiness of 1000001":            {Address: vip, Stickiness: number(1000001)},
		"migration threshold of -1":        {Address: negative},
		"needs an address and a prefix le": {},
	} {
		if _, err := s.Configuration(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func build(t *testing.T, roles ...recipes.Role) (*recipes.Play, error) {
	t.Helper()
	return recipes.Build(nil, nil, recipe(func(p *recipes.Play) error {
		p.Stage("nodes", []inventory.Host{{Name: "a"}}, roles...)
		return nil
	}))
}

type recipe func(*recipes.Play) error

func (r recipe) Build(p *recipes.Play) error { return r(p) }

func TestManager(t *testing.T) {
	rolling := pacemaker.Rolling([]string{"a", "b"}, "pair")
	p, err := build(t, pacemaker.Manager{Rolling: rolling})
	if err != nil {
		t.Fatal(err)
	}
	h := p.Stages[0].Hosts[0]
	var names []string
	for _, w := range h.Work {
		names = append(names, w.Task.String())
	}
	if diff := cmp.Diff([]string{"apt pacemaker crmsh", "unit pacemaker"}, names); diff != "" {
		t.Error(diff)
	}
	if len(h.Handlers) != 1 || h.Handlers[0] != pacemaker.Restart(h) || h.Handlers[0].Rolling != rolling {
		t.Errorf("handlers: %+v", h.Handlers)
	}
}

func TestResources(t *testing.T) {
	s := pacemaker.Service{Address: pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27")}, QuorumPolicy: "stop"}
	c, err := s.Configuration()
	if err != nil {
		t.Fatal(err)
	}
	if c.Properties["no-quorum-policy"] != "stop" || c.Primitives[1].Agent != "ocf:heartbeat:haproxy" {
		t.Errorf("%+v", c)
	}
	p, err := build(t, pacemaker.Resources{Nodes: []string{"a", "b"}, Configuration: c, Within: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, w := range p.Stages[0].Hosts[0].Work {
		names = append(names, w.Task.String())
	}
	if diff := cmp.Diff([]string{"wait until the cluster of a, b is formed", "cluster configuration"}, names); diff != "" {
		t.Error(diff)
	}
	formed := p.Stages[0].Hosts[0].Work[0].Task.(wait.Until).Holds
	for _, c := range []struct {
		seen
		cibadmin string
		status   int
	}{
		{seen{"active", "cibx1", ""}, "exit 105", 1}, // never configured: a and b are not there
		{seen{"active", "cibx1", ""}, "exit 0", 0},   // configured before
		{seen{"no-quorum", "cibx1", ""}, "exit 0", 0},
		{seen{"active", "cibx1", "S_ELECTION"}, "exit 0", 0}, // cibadmin itself refuses a change while nobody coordinates
		{seen{}, "exit 102", 1},
	} {
		commands := c.commands(t)
		commands["cibadmin"] = c.cibadmin
		if r := taskstest.NewHost(t, "dash", commands).Run(formed); r.Status != c.status {
			t.Errorf("%+v: status %d, %s", c, r.Status, r.Stdout)
		}
	}
	c.Colocations[0].With = "nothing"
	if _, err := build(t, pacemaker.Resources{Configuration: c}); err == nil || !strings.Contains(err.Error(), `no primitive "nothing"`) {
		t.Errorf("a faulty configuration: %v", err)
	}
}
