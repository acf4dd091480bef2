package vrrp_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// pair is an inventory of two nodes, with further variables of each.
func pair(first, second string) string {
	return fmt.Sprintf(`
vrrp:
  hosts:
    lb1: {hrun_address: 192.168.1.9/24%s}
    lb2: {hrun_address: 192.168.1.10/24%s}
`, first, second)
}

func build(t *testing.T, inv string, r vrrp.Recipe) (*recipes.Play, error) {
	t.Helper()
	return recipes.Build(recipestest.Inventory(t, inv), recipestest.Secrets(), r)
}

// configuration returns keepalived's file of a node, without the password.
func configuration(t *testing.T, p *recipes.Play, host string) string {
	t.Helper()
	for _, h := range p.Stages[1].Hosts {
		for _, w := range h.Work {
			if h.Name == host && w.Task.String() == "file /etc/keepalived/keepalived.conf" {
				change, err := w.Task.Plan("absent\n")
				if err != nil {
					t.Fatal(err)
				}
				return change.Steps[0].Want
			}
		}
	}
	t.Fatalf("%s has no keepalived.conf", host)
	return ""
}

func TestRefusals(t *testing.T) {
	two := pair("", "")
	vip := func(s string) vrrp.Recipe { return vrrp.Recipe{VIP: netip.MustParsePrefix(s)} }
	server := func(address string) vrrp.Recipe {
		return vrrp.Recipe{Proxy: haproxy.Proxy{Servers: []haproxy.Server{{Name: "cp1", Address: address}}}}
	}
	gateway := func(s string) vrrp.Recipe { return vrrp.Recipe{Gateway: netip.MustParseAddr(s)} }
	for want, c := range map[string]struct {
		inventory string
		recipe    vrrp.Recipe
	}{
		`group "vrrp"`: {inventory: "all: {hosts: {a: {}}}"},
		"two nodes at least, the group vrrp has 1":         {inventory: "vrrp: {hosts: {a: {hrun_address: 192.168.1.9/24}}}"},
		"host lb3 has no hrun_address":                     {inventory: two + "    lb3: {}\n"},
		"lb1 and lb2 both have priority 101":               {inventory: pair("", ", vrrp_priority: 101")},
		"host lb2: priority 255, want 1 to 254":            {inventory: pair("", ", vrrp_priority: 255")},
		`vrrp_state "SLAVE", want MASTER or BACKUP`:        {inventory: pair("", ", vrrp_state: SLAVE")},
		"2 routers have the state MASTER":                  {inventory: pair("", ", vrrp_state: MASTER")},
		"lb1 has the highest priority, but another":        {inventory: pair(", vrrp_state: BACKUP", ", vrrp_state: MASTER")},
		`"eth0 1" is not the name of an interface`:         {inventory: pair("", ", vrrp_interface: eth0 1")},
		"the password has 9 characters":                    {two, vrrp.Recipe{Auth: sh.NewSecret("123456789")}},
		"router id 256, want 1 to 255":                     {two, vrrp.Recipe{Router: keepalived.Router{RouterID: 256}}},
		"the VIP 10.0.0.1 is not in the network of host l": {two, vip("10.0.0.1/24")},
		"the VIP 192.168.1.10 is the address of host lb2":  {two, vip("192.168.1.10/24")},
		"the VIP 192.168.1.0/24 is the address of a net":   {two, vip("192.168.1.0/24")},
		"the VIP 192.168.1.255 is the broadcast address":   {two, vip("192.168.1.255/24")},
		"no_preempt the state must be BACKUP on all":       {pair(", vrrp_state: MASTER", ""), vrrp.Recipe{Router: keepalived.Router{NoPreempt: true}}},
		"host lb1 is the API server cp1 itself, which has": {two, server("192.168.1.9:6443")},
		"host lb2 is the API server cp2 itself, which has": {two, vrrp.Recipe{Proxy: haproxy.Proxy{Bind: ":6443", Servers: []haproxy.Server{{Name: "cp2", Address: "192.168.1.10:6443"}}}}},
		"the server cp1 is at the VIP itself":              {two, server("192.168.1.100:6443")},
		"but clients connect to port 8443":                 {two, vrrp.Recipe{Port: 8443, Proxy: haproxy.Proxy{Bind: "*:6443"}}},
		"port 70000":                                       {two, vrrp.Recipe{Port: 70000}},
		`domain "-x"`:                                      {two, vrrp.Recipe{Domain: "-x"}},
		`"kubeadm.yaml" is not an absolute path`:           {two, vrrp.Recipe{Kubeadm: vrrp.Kubeadm{Path: "kubeadm.yaml"}}},
		`group "masters"`:                                  {two, vrrp.Recipe{Kubeadm: vrrp.Kubeadm{Group: "masters"}}},
		`version "v1", want v1beta3`:                       {two, vrrp.Recipe{Kubeadm: vrrp.Kubeadm{Version: "v1"}}},
		"the gateway 192.168.1.100 is the VIP":             {two, gateway("192.168.1.100")},
		"the gateway 192.168.1.10 is the node lb2 itself":  {two, gateway("192.168.1.10")},
		"the gateway 127.0.0.1 is not an address":          {two, gateway("127.0.0.1")},
		"every 1ms is less than 1s":                        {two, vrrp.Recipe{Health: vrrp.Health{Every: time.Millisecond}}},
		"a weight of -1 moves nothing where priorities": {pair("", ", vrrp_priority: 50"),
			vrrp.Recipe{Router: keepalived.Router{Scripts: []keepalived.Script{{Name: "a", Command: "/bin/true", Weight: -1}}}}},
	} {
		if _, err := build(t, c.inventory, c.recipe); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := recipes.Build(recipestest.Inventory(t, two), nil, vrrp.Recipe{}); err == nil || !strings.Contains(err.Error(), "auth is not given") {
		t.Errorf("without a keeper of secrets: %v", err)
	}
}

// The variables of a node win over what follows from its place.
func TestVariablesOfNodes(t *testing.T) {
	p, err := build(t, pair("", ", vrrp_priority: 150, vrrp_interface: enp2s0"), vrrp.Recipe{Unicast: true})
	if err != nil {
		t.Fatal(err)
	}
	for host, wants := range map[string][]string{
		"lb1": {"state BACKUP\n", "priority 101\n", "interface eno1\n", "unicast_src_ip 192.168.1.9\n", "    192.168.1.10\n"},
		"lb2": {"state MASTER\n", "priority 150\n", "interface enp2s0\n", "unicast_src_ip 192.168.1.10\n", "    192.168.1.9\n"},
	} {
		for _, want := range wants {
			if conf := configuration(t, p, host); !strings.Contains(conf, want) {
				t.Errorf("%s: %q is missing:\n%s", host, want, conf)
			}
		}
	}
	if first := p.Stages[0].Hosts[1].Work[0].Task.String(); first != "interface enp2s0" {
		t.Errorf("lb2 begins with %q", first)
	}
}

func TestNobodyIsPreferredWithoutPreemption(t *testing.T) {
	p, err := build(t, pair("", ""), vrrp.Recipe{Router: keepalived.Router{NoPreempt: true}})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range p.Stages[1].Hosts {
		if conf := configuration(t, p, h.Name); !strings.Contains(conf, "state BACKUP") || !strings.Contains(conf, "nopreempt") || strings.Contains(recipestest.Outline(h), "wait") {
			t.Errorf("%s:\n%s", h.Name, conf)
		}
	}
}

// The password is of letters and digits, 8 of them, the same on all nodes.
func TestPasswordIsMade(t *testing.T) {
	p, err := build(t, pair("", ""), vrrp.Recipe{})
	if err != nil {
		t.Fatal(err)
	}
	var made []string
	for _, h := range p.Stages[1].Hosts {
		for _, w := range h.Work {
			if s, ok := w.Task.(tasks.Secretive); ok && strings.Contains(w.Task.String(), "keepalived.conf") {
				made = append(made, s.Secrets()[0].Reveal())
			}
		}
	}
	if len(made) != 2 || made[0] != made[1] || len(made[0]) != 8 || strings.Trim(made[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") != "" {
		t.Errorf("made %q", made)
	}
}

// On a control plane's own nodes haproxy has another port, to which kubeadm is
// led, or only the VIP.
func TestNodesOfTheControlPlane(t *testing.T) {
	own := haproxy.Proxy{Servers: []haproxy.Server{{Name: "lb1", Address: "192.168.1.9:6443"}, {Name: "lb2", Address: "192.168.1.10:6443"}}}
	r := vrrp.Recipe{Port: 8443, Proxy: own}
	if _, err := build(t, pair("", ""), r); err != nil || r.Endpoint() != "192.168.1.100:8443" {
		t.Errorf("%v, the endpoint is %s", err, r.Endpoint())
	}
	own.Bind = "192.168.1.100:6443"
	p, err := build(t, pair("", ""), vrrp.Recipe{Proxy: own})
	if err != nil {
		t.Fatal(err)
	}
	if work := recipestest.Outline(p.Stages[1].Hosts[0]); !strings.Contains(work, "sysctl net.ipv4.ip_nonlocal_bind\n") {
		t.Error(work)
	}
}

// A directory that is not of kubeadm keeps its mode: it may be /tmp.
func TestKubeadmElsewhere(t *testing.T) {
	p, err := build(t, pair("", ""), vrrp.Recipe{Kubeadm: vrrp.Kubeadm{Path: "/root/endpoint.yaml"}})
	if err != nil {
		t.Fatal(err)
	}
	if work := recipestest.Outline(p.Stages[1].Hosts[0]); strings.Contains(work, "directory /root") || !strings.Contains(work, "file /root/endpoint.yaml") {
		t.Error(work)
	}
}

// Others than the nodes may get the file for kubeadm, or nobody.
func TestKubeadm(t *testing.T) {
	inv := pair("", "") + "masters: {hosts: {cp1: {}}}\n"
	for group, want := range map[string][2]string{
		"masters": {"", "directory /etc/kubernetes\nfile /etc/kubernetes/kubeadm-endpoint.yaml\n"},
		"vrrp":    {"directory /etc/kubernetes\nfile /etc/kubernetes/kubeadm-endpoint.yaml\n", ""},
	} {
		p, err := build(t, inv, vrrp.Recipe{Kubeadm: vrrp.Kubeadm{Group: group}})
		if err != nil {
			t.Fatal(err)
		}
		nodes := recipestest.Outline(p.Stages[1].Hosts[0])
		if strings.HasSuffix(nodes, want[0]) != (group == "vrrp") && want[0] != "" || strings.Contains(nodes, "kubernetes") != (want[0] != "") {
			t.Errorf("%s: %s", group, nodes)
		}
		if len(p.Stages) > 2 != (want[1] != "") || want[1] != "" && recipestest.Outline(p.Stages[2].Hosts[0]) != want[1] {
			t.Errorf("%s: %d stages", group, len(p.Stages))
		}
	}
	p, err := build(t, inv, vrrp.Recipe{Kubeadm: vrrp.Kubeadm{Path: "none", Group: "masters"}})
	if err != nil || len(p.Stages) != 2 || strings.Contains(recipestest.Outline(p.Stages[1].Hosts[0]), "kubernetes") {
		t.Errorf("%v, although nobody is to get it", err)
	}
}

// What the inventory says reaches the proxy, whatever the defaults are.
func TestParametersOfAnInventory(t *testing.T) {
	inv := recipestest.Inventory(t, pair("", "")+`  vars:
    vrrp:
      vip: 192.168.1.50/24
      port: 8443
      domain: k8s.local
      proxy: {stats: {password: swordfish}}
      health: {off: true}
`)
	r := vrrp.Recipe{}.WithDefaults() // as on the command line
	if err := inv.Parameters("vrrp", &r); err != nil {
		t.Fatal(err)
	}
	p := recipestest.Build(t, inv, r)
	got := recipestest.Imagine(t, p).Check()
	for _, want := range []string{"bind *:8443", "stats auth admin:(secret)", "192.168.1.50/24", "lb1.k8s.local", `controlPlaneEndpoint: "192.168.1.50:8443"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing:\n%s", want, got)
		}
	}
	if strings.Contains(got, "swordfish") || strings.Contains(got, "ExecStart=/usr/local/sbin/vrrp-health") {
		t.Error(got)
	}
}

func TestAddressOfVersion6(t *testing.T) {
	inv := "vrrp: {hosts: {lb1: {hrun_address: 2001:db8::1/64}, lb2: {hrun_address: 2001:db8::2/64}}}"
	p, err := build(t, inv, vrrp.Recipe{VIP: netip.MustParsePrefix("2001:db8::100/64"), Proxy: haproxy.Proxy{Stats: haproxy.Stats{Password: sh.NewSecret("swordfish")}}})
	if err != nil {
		t.Fatal(err)
	}
	if conf := configuration(t, p, "lb1"); strings.Contains(conf, "auth") || !strings.Contains(conf, "2001:db8::100/64") {
		t.Error(conf)
	}
	got := recipestest.Imagine(t, p).Check()
	for _, want := range []string{"bind [::]:6443\n", "bind [::]:32700\n", "vip=2001:db8::100 port=6443 listens=::1\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing:\n%s", want, got)
		}
	}
	if diff := cmp.Diff("[2001:db8::100]:6443", vrrp.Recipe{VIP: netip.MustParsePrefix("2001:db8::100/64")}.Endpoint()); diff != "" {
		t.Error(diff)
	}
}
