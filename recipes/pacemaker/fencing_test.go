package pacemaker_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func fencedService(fs ...pacemaker.Fencing) pacemaker.Service {
	return pacemaker.Service{
		Address: pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27")},
		Nodes:   []string{"a", "b", "c"},
		Fencing: fs,
	}
}

func TestFencing(t *testing.T) {
	c, err := fencedService(
		pacemaker.Fencing{ID: "power-a", Agent: "fence_ipmilan", Params: map[string]string{"ip": "192.0.2.1"}, Secrets: map[string]sh.Secret{"password": sh.NewSecret("hunter22")}, Nodes: []string{"a"}},
		pacemaker.Fencing{ID: "rack", Agent: "external/rackpdu", Nodes: []string{"b", "c"}},
		pacemaker.Fencing{ID: "hypervisor", Agent: "fence_virsh", Params: map[string]string{"pcmk_host_map": "a:vm1"}},
	).Configuration()
	if err != nil {
		t.Fatal(err)
	}
	if c.Properties["stonith-enabled"] != "yes" || c.Properties["stonith-timeout"] != "60s" {
		t.Errorf("properties are %v", c.Properties)
	}
	lists := map[string]string{}
	for _, p := range c.Primitives[2:] {
		lists[p.ID] = p.Agent + " " + p.Params["pcmk_host_list"]
	}
	for id, want := range map[string]string{"power-a": "stonith:fence_ipmilan a", "rack": "stonith:external/rackpdu b c", "hypervisor": "stonith:fence_virsh "} {
		if lists[id] != want {
			t.Errorf("%s is %q, want %q", id, lists[id], want)
		}
	}
	if want := (cib.Location{ID: "power-a-not-there", Score: "-INFINITY", Resource: "power-a", Node: "a"}); len(c.Locations) != 1 || c.Locations[0] != want {
		t.Errorf("locations are %+v", c.Locations)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
}

func TestWithoutFencing(t *testing.T) {
	c, err := fencedService().Configuration()
	if _, said := c.Properties["stonith-timeout"]; err != nil || said || c.Properties["stonith-enabled"] != "no" || len(c.Primitives) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	own := fencedService()
	own.Stonith = true
	if c, err := own.Configuration(); err != nil || c.Properties["stonith-enabled"] != "yes" {
		t.Errorf("with devices of one's own: %+v, %v", c.Properties, err)
	}
}

func TestFencingRefusals(t *testing.T) {
	for want, f := range map[string]pacemaker.Fencing{
		"fencing p: there is no node d":               {ID: "p", Agent: "fence_virsh", Nodes: []string{"d"}},
		`"virsh" is not an agent`:                     {ID: "p", Agent: "virsh"},
		`"external/../../bin/sh" is not an`:           {ID: "p", Agent: "external/../../bin/sh"},
		"fencing p: password is shown among params: ": {ID: "p", Agent: "fence_virsh", Params: map[string]string{"password": "x"}},
		"nodes and pcmk_host_list say the same":       {ID: "p", Agent: "fence_virsh", Nodes: []string{"a"}, Params: map[string]string{"pcmk_host_list": "a"}},
		`"fence_virsh; reboot" is not an agent, suc`:  {ID: "p", Agent: "fence_virsh; reboot"},
	} {
		if _, err := fencedService(f).Configuration(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestUnfenced(t *testing.T) {
	device := func(params map[string]string, nodes ...string) pacemaker.Fencing {
		return pacemaker.Fencing{ID: "p", Agent: "fence_virsh", Params: params, Nodes: nodes}
	}
	own := fencedService(device(nil, "a"))
	own.Stonith = true
	for name, c := range map[string]struct {
		service pacemaker.Service
		want    []string
	}{
		"no fencing":            {fencedService(), nil},
		"one device for all":    {fencedService(device(nil)), nil},
		"one for one":           {fencedService(device(nil, "a")), []string{"b", "c"}},
		"one each":              {fencedService(device(nil, "a"), device(nil, "b", "c")), nil},
		"a list of pacemaker's": {fencedService(device(map[string]string{"pcmk_host_list": "a,c"})), []string{"b"}},
		"a map of pacemaker's":  {fencedService(device(map[string]string{"pcmk_host_map": "a:vm1;b:vm2,3"})), []string{"c"}},
		"devices of one's own":  {own, nil},
		"the agent is asked":    {fencedService(device(map[string]string{"pcmk_host_list": "a", "pcmk_host_check": "dynamic-list"})), nil},
	} {
		if got := c.service.Unfenced(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestFencingTimeoutsThatTheClusterHasNot(t *testing.T) {
	for _, timeout := range []time.Duration{-time.Second, 500 * time.Millisecond, 1500 * time.Millisecond} {
		s := fencedService(pacemaker.Fencing{ID: "p", Agent: "fence_virsh"})
		s.FencingTimeout = timeout
		if _, err := s.Configuration(); err == nil || !strings.Contains(err.Error(), "fencing timeout") {
			t.Errorf("%v is taken: %v", timeout, err)
		}
	}
}

// Each agent is looked for where its kind is.
func TestFencersNeedTheirAgents(t *testing.T) {
	h, err := recipestest.Host("a", pacemaker.Fencers{{Agent: "fence_virsh"}, {Agent: "fence_virsh"}, {Agent: "external/ipmi"}})
	if err != nil {
		t.Fatal(err)
	}
	var probes []string
	for _, w := range h.Work {
		probes = append(probes, string(w.Task.Probe()))
	}
	for i, program := range []string{"/usr/sbin/fence_virsh", "/usr/lib/stonith/plugins/external/ipmi"} {
		if !strings.Contains(probes[i], program) {
			t.Errorf("%s is not looked for: %s", program, probes[i])
		}
	}
	if len(slices.Compact(probes)) != 2 {
		t.Errorf("%d looks", len(probes))
	}
}
