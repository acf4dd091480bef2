package network_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/network"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestPlans(t *testing.T) {
	vip := network.Address{Device: "enp0s3.41", Prefix: netip.MustParsePrefix("192.168.4.20/27")}
	lab := network.Route{To: netip.MustParsePrefix("192.168.4.0/27"), Via: netip.MustParseAddr("10.0.0.2")}
	noVIP, noLab := vip, network.Route{To: lab.To, Table: 100, Absent: true}
	noVIP.Absent = true
	taskstest.Plans(t, map[string]tasks.Task{"vip": vip, "lab": lab, "no vip": noVIP, "no lab": noLab})
	taskstest.Golden(t, "address-probe", vip.Probe())
	taskstest.Golden(t, "address-absent-probe", noVIP.Probe())
	taskstest.Golden(t, "route-probe", lab.Probe())
	taskstest.Golden(t, "route-absent-probe", noLab.Probe())
}

func TestAddressValidate(t *testing.T) {
	four := netip.MustParsePrefix("10.0.0.1/8")
	for _, a := range []network.Address{
		{}, {Device: "eth0"}, {Prefix: four},
		{Device: "-eth0", Prefix: four}, {Device: "eth 0", Prefix: four}, {Device: "a/b", Prefix: four},
		{Device: "eth0\n", Prefix: four}, {Device: "sixteen-letters-", Prefix: four}, {Device: "..", Prefix: four},
		{Device: "eth0", Prefix: netip.MustParsePrefix("0.0.0.0/0")},
		{Device: "eth0", Prefix: netip.MustParsePrefix("::ffff:10.0.0.1/104")},
	} {
		if a.Validate() == nil {
			t.Errorf("Validate accepts %+v", a)
		}
		if _, err := a.Plan("interface\n"); err == nil {
			t.Errorf("Plan accepts %+v", a)
		}
	}
}

func TestRouteValidate(t *testing.T) {
	net, gateway := netip.MustParsePrefix("10.0.0.0/8"), netip.MustParseAddr("192.0.2.1")
	for _, r := range []network.Route{
		{}, {To: net}, {Via: gateway},
		{To: netip.MustParsePrefix("10.0.0.1/8"), Via: gateway},
		{To: net, Via: netip.MustParseAddr("fd00::1")},
		{To: netip.MustParsePrefix("fd00::/8"), Via: netip.MustParseAddr("fe80::1%eth0")},
		{To: net, Via: gateway, Device: "a b"},
	} {
		if r.Validate() == nil {
			t.Errorf("Validate accepts %+v", r)
		}
		if _, err := r.Plan("routes\n"); err == nil {
			t.Errorf("Plan accepts %+v", r)
		}
	}
}
