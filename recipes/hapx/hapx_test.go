package hapx_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// keeper is a keeper of secrets that notes what it was asked for.
type keeper struct{ asked map[string]int }

func (k *keeper) Secret(name string, size int) (sh.Secret, error) {
	k.asked[name] += size
	return sh.NewSecret(strings.Repeat("k", size)), nil
}

func pair() []inventory.Host {
	return []inventory.Host{node("hapx-node01", "192.168.4.21/27"), node("hapx-node02", "192.168.4.22/27")}
}

func build(t *testing.T, r hapx.Recipe, hosts ...inventory.Host) (*recipes.Play, error) {
	t.Helper()
	inv, err := inventory.New(hosts...)
	if err != nil {
		t.Fatal(err)
	}
	return recipes.Build(inv, &keeper{map[string]int{}}, r)
}

// stage returns the stage of that name.
func stage(t *testing.T, p *recipes.Play, name string) *recipes.Stage {
	t.Helper()
	for _, s := range p.Stages {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no stage %q", name)
	panic("unreachable")
}

// find returns the task of that name that the host has in the stage.
func find[T tasks.Task](t *testing.T, p *recipes.Play, in string, host int, name string) T {
	t.Helper()
	s := stage(t, p, in)
	for _, w := range s.Hosts[host].Work {
		if found, ok := w.Task.(T); ok && w.Task.String() == name {
			return found
		}
	}
	t.Fatalf("there is no task %q:\n%s", name, recipestest.Outline(s.Hosts[host]))
	panic("unreachable")
}

func TestEveryNodeHasTheSameWork(t *testing.T) {
	p, err := build(t, hapx.Recipe{}, pair()...)
	if err != nil {
		t.Fatal(err)
	}
	other := strings.ReplaceAll(recipestest.Outline(stage(t, p, "nodes").Hosts[1]), "hostname hapx-node02", "hostname hapx-node01")
	if diff := cmp.Diff(recipestest.Outline(stage(t, p, "nodes").Hosts[0]), other); diff != "" {
		t.Error(diff)
	}
	if !stage(t, p, "resources").Once {
		t.Error("more than one node configures the cluster")
	}
}

func TestRefusals(t *testing.T) {
	two, yes := pair(), true
	nowhere := inventory.Host{Name: "hapx-node03", Groups: []string{"hapx"}}
	vip := func(s string) hapx.Recipe { return hapx.Recipe{VIP: netip.MustParsePrefix(s)} }
	for want, c := range map[string]struct {
		recipe hapx.Recipe
		hosts  []inventory.Host
	}{
		`group "hapx"`: {hosts: []inventory.Host{{Name: "a"}}},
		"needs two nodes at least, the group hapx has 1":     {hosts: two[:1]},
		"host hapx-node03 has no hrun_address":               {hosts: append(pair(), nowhere)},
		"the VIP 10.0.0.1/8 is not in the network of host h": {vip("10.0.0.1/8"), two},
		"the VIP 192.168.4.20/24 is not in the network of h": {vip("192.168.4.20/24"), two},
		"clock: 1.5s is not whole seconds":                   {hapx.Recipe{Clock: 1500 * time.Millisecond}, two},
		"the VIP 192.168.4.21/27 is the address of host hap": {vip("192.168.4.21/27"), two},
		"the VIP 2001:db8::20/64 is not in the network of h": {vip("2001:db8::20/64"), two},
		"haproxy at *:6443 listens on addresses of IPv4 alo": {vip("2001:db8::20/64"), []inventory.Host{node("a", "2001:db8::1/64"), node("b", "2001:db8::2/64")}},
		"192.168.4.31/27 is the network's own or its broadc": {vip("192.168.4.31/27"), two},
		`the agent "ocf:acme:haproxy" cannot be used`:        {hapx.Recipe{Pacemaker: pacemaker.Service{Proxy: pacemaker.Proxy{Agent: "ocf:acme:haproxy"}}}, two},
		"node_ids: there is no host c in the group":          {hapx.Recipe{NodeIDs: map[string]int{"c": 3}}, two},
		"node hapx-node02: id 2 is not positive, or":         {hapx.Recipe{NodeIDs: map[string]int{"hapx-node01": 2}}, two},
		`quorum policy "shrug"`:                              {hapx.Recipe{Pacemaker: pacemaker.Service{QuorumPolicy: "shrug"}}, two},
		`cluster name "a name"`:                              {hapx.Recipe{Cluster: "a name"}, two},
		"the key has 5 bytes, want 128 to 4096":              {hapx.Recipe{AuthKey: sh.NewSecret("short")}, two},
		"two_node with 3 nodes":                              {hapx.Recipe{Corosync: corosync.Member{TwoNode: &yes}}, append(pair(), node("c", "192.168.4.23/27"))},
		"ssh_ca: open /nowhere/ca.pub":                       {hapx.Recipe{SSHCA: "/nowhere/ca.pub"}, two},
		"ssh_ca: /dev/null is empty":                         {hapx.Recipe{SSHCA: "/dev/null"}, two},
		`the authority begins with "ssh-dss"`:                {hapx.Recipe{SSHCA: "ssh-dss AAAA"}, two},
		`"node_1" cannot be the name of a host`:              {hosts: []inventory.Host{two[0], node("node_1", "192.168.4.23/27")}},
	} {
		if _, err := build(t, c.recipe, c.hosts...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func configuration(t *testing.T, p *recipes.Play) cib.Configuration {
	t.Helper()
	return find[cib.Configuration](t, p, "resources", 0, "cluster configuration")
}

// With three nodes a majority is possible: to go on without it, as two nodes
// must, would let both sides of a cut hold the address.
func TestQuorum(t *testing.T) {
	no := false
	three := append(pair(), node("hapx-node03", "192.168.4.23/27"))
	for _, c := range []struct {
		name   string
		recipe hapx.Recipe
		hosts  []inventory.Host
		policy string
		two    bool
	}{
		{"two", hapx.Recipe{}, pair(), "ignore", true},
		{"two and a device", hapx.Recipe{Corosync: corosync.Member{TwoNode: &no}}, pair(), "stop", false},
		{"three", hapx.Recipe{}, three, "stop", false},
		{"three, as the command has it", hapx.Recipe{}.WithDefaults(), three, "stop", false},
		{"three that go on", hapx.Recipe{Pacemaker: pacemaker.Service{QuorumPolicy: "ignore"}}, three, "ignore", false},
	} {
		p, err := build(t, c.recipe, c.hosts...)
		if err != nil {
			t.Fatal(err)
		}
		if policy := configuration(t, p).Properties["no-quorum-policy"]; policy != c.policy {
			t.Errorf("%s: without quorum the nodes %s, want %s", c.name, policy, c.policy)
		}
		conf := find[file.Content](t, p, "nodes", 0, "file /etc/corosync/corosync.conf").Body
		if two := strings.Contains(conf, "two_node: 1"); two != c.two {
			t.Errorf("%s: two_node is %v:\n%s", c.name, two, conf)
		}
	}
}

// The first node is gone, and the others keep their ids.
func TestNodesKeepTheirIDs(t *testing.T) {
	p, err := build(t, hapx.Recipe{NodeIDs: map[string]int{"b": 2, "c": 3}}, node("b", "192.168.4.22/27"), node("c", "192.168.4.23/27"))
	if err != nil {
		t.Fatal(err)
	}
	conf := find[file.Content](t, p, "nodes", 0, "file /etc/corosync/corosync.conf").Body
	for _, want := range []string{"name: b\n    nodeid: 2\n", "name: c\n    nodeid: 3\n"} {
		if !strings.Contains(conf, want) {
			t.Errorf("%q is missing:\n%s", want, conf)
		}
	}
}

func TestAddressOfVersion6(t *testing.T) {
	p, err := build(t, hapx.Recipe{VIP: netip.MustParsePrefix("2001:db8::20/64"), Proxy: haproxy.Proxy{Bind: "[::]:6443"}}, node("a", "2001:db8::1/64"), node("b", "2001:db8::2/64"))
	if err != nil {
		t.Fatal(err)
	}
	want := cib.Values{"ip": "2001:db8::20", "cidr_netmask": "64", "nic": "enp0s3.41"}
	if diff := cmp.Diff(want, configuration(t, p).Primitives[0].Params); diff != "" {
		t.Error(diff)
	}
}

// An address of its own length leaves no route behind when it moves.
func TestAddressOfASingleHost(t *testing.T) {
	if _, err := build(t, hapx.Recipe{VIP: netip.MustParsePrefix("192.168.4.20/32")}, pair()...); err != nil {
		t.Error(err)
	}
}

func TestNoFurtherPackages(t *testing.T) {
	p, err := build(t, hapx.Recipe{Packages: []string{}}, pair()...)
	if err != nil {
		t.Fatal(err)
	}
	if work := recipestest.Outline(stage(t, p, "nodes").Hosts[0]); strings.Contains(work, "curl") {
		t.Error(work)
	}
}

// What systemd runs it also reloads, and then no agent is needed.
func TestProxyByItsUnit(t *testing.T) {
	p, err := build(t, hapx.Recipe{Pacemaker: pacemaker.Service{Proxy: pacemaker.Proxy{Agent: "systemd:haproxy"}}}, pair()...)
	if err != nil {
		t.Fatal(err)
	}
	if work := recipestest.Outline(stage(t, p, "nodes").Hosts[0]); strings.Contains(work, "/usr/lib/ocf") {
		t.Error(work)
	}
	if agent := configuration(t, p).Primitives[1].Agent; agent != "systemd:haproxy" {
		t.Errorf("the cluster uses %s", agent)
	}
}

// A zero in the inventory is a zero, not "not given".
func TestParametersOfAnInventory(t *testing.T) {
	inv, err := inventory.New(pair()...)
	if err != nil {
		t.Fatal(err)
	}
	inv, err = inv.WithExtra(`{"hapx": {"vip": "192.168.4.25/27", "pacemaker": {"stickiness": 0, "address": {"migration_threshold": 0}}}}`)
	if err != nil {
		t.Fatal(err)
	}
	var r hapx.Recipe
	if err := inv.Parameters("hapx", &r); err != nil {
		t.Fatal(err)
	}
	p, err := build(t, r, pair()...)
	if err != nil {
		t.Fatal(err)
	}
	c := configuration(t, p)
	if c.ResourceDefaults["resource-stickiness"] != "0" || c.Primitives[0].Meta["migration-threshold"] != "0" || c.Primitives[0].Params["ip"] != "192.168.4.25" {
		t.Errorf("%+v", c)
	}
}
