package pacemaker_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
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

// A node waits where one that is cut off has to let go of the address.
func TestGrace(t *testing.T) {
	vip := pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27")}
	for name, c := range map[string]struct {
		service pacemaker.Service
		want    time.Duration
	}{
		"two that both go on":        {pacemaker.Service{}, 0},
		"a majority":                 {pacemaker.Service{Majority: true}, 2 * time.Second},
		"a majority that goes on":    {pacemaker.Service{Majority: true, QuorumPolicy: "ignore"}, 0},
		"a majority that fences":     {pacemaker.Service{Majority: true, Stonith: true}, 0},
		"as it is said":              {pacemaker.Service{Grace: time.Second}, time.Second},
		"a majority that is hasty":   {pacemaker.Service{Majority: true, Grace: -1}, 0},
		"as the command fills it in": {pacemaker.Service{Majority: true}.WithDefaults(), 2 * time.Second},
	} {
		c.service.Address = vip
		configuration, err := c.service.Configuration()
		if err != nil {
			t.Fatal(err)
		}
		var got time.Duration
		for _, o := range configuration.Primitives[0].Operations {
			if o.Name == "start" {
				got = o.Delay
			}
		}
		if got != c.want {
			t.Errorf("%s: a node waits for %v, want %v", name, got, c.want)
		}
	}
}

func TestService(t *testing.T) {
	vip := pacemaker.VirtualIP{Address: netip.MustParsePrefix("192.168.4.20/27")}
	for policy, s := range map[string]pacemaker.Service{
		"ignore": {Address: vip}, "stop": {Address: vip, Majority: true}, "freeze": {Address: vip, Majority: true, QuorumPolicy: "freeze"},
	} {
		if c, err := s.Configuration(); err != nil || c.Properties["no-quorum-policy"] != policy {
			t.Errorf("%+v: policy %q, %v, want %q", s, c.Properties["no-quorum-policy"], err, policy)
		}
	}
	never := vip
	never.MigrationThreshold = "0"
	c, err := pacemaker.Service{Address: never, Stickiness: "0", Colocation: "together", Order: "first"}.Configuration()
	if err != nil || c.ResourceDefaults["resource-stickiness"] != "0" || c.Primitives[0].Meta["migration-threshold"] != "0" {
		t.Errorf("a zero that was asked for became the default: %+v, %v", c, err)
	}
	if c.Colocations[0].ID != "together" || c.Orders[0].ID != "first" {
		t.Errorf("constraints are %+v, %+v", c.Colocations, c.Orders)
	}
	negative := vip
	negative.MigrationThreshold = "-1"
	for want, s := range map[string]pacemaker.Service{
		`quorum policy "shrug"`:             {Address: vip, QuorumPolicy: "shrug"},
		`stickiness: "1000001" is neither`:  {Address: vip, Stickiness: "1000001"},
		`migration threshold "-1" is not a`: {Address: negative},
		"needs an address and a prefix le":  {},
	} {
		if _, err := s.Configuration(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
