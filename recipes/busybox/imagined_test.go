package busybox_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/busybox"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

const documents = `
all:
  children:
    hypervisors: {hosts: {localhost: {ansible_connection: local}}}
    machines:
      children:
        bastions: {hosts: {busybox: {hrun_address: 192.168.4.30/27}}}
        hapx:
          hosts:
            hapx-node01: {hrun_address: 192.168.4.21/27}
            hapx-node02: {hrun_address: 192.168.4.22/27}
          vars: {hrun_via: busybox}
      vars: {ansible_user: debian, hrun_ssh_ca: ssh-ca}
    others: {hosts: {gate: {hrun_address: 192.168.4.1/27, hrun_via: busybox, ansible_user: admin, hrun_ssh_ca: ssh-ca}}}
`

// parameters are those of the documents, as far as they have a say.
func parameters() busybox.Parameters {
	return busybox.Parameters{
		Names: map[string]netip.Addr{"dns-01": netip.MustParseAddr("192.168.4.1"), "kube-mast01": netip.MustParseAddr("192.168.1.21")},
		DHCP: busybox.DHCP{
			From: netip.MustParseAddr("192.168.4.10"), To: netip.MustParseAddr("192.168.4.19"),
			Leases: []busybox.Lease{{MAC: "08:00:27:00:41:15", Name: "hapx-node01"}},
		},
		Forward: true,
		Routes: []busybox.Route{{
			To: netip.MustParsePrefix("192.168.4.0/27"), Via: netip.MustParseAddr("192.168.4.57"), Dev: "vboxnet0",
		}},
	}
}

func TestImaginedBastion(t *testing.T) {
	play := recipestest.Build(t, recipestest.Inventory(t, documents), busybox.Recipe{Parameters: parameters()})
	world := recipestest.Imagine(t, play)
	recipestest.Golden(t, "new.txt", withoutTime(world.Apply()))
	if left := world.Check(); left != "" {
		t.Errorf("a second run would do:\n%s", left)
	}
}

// withoutTime leaves out when a certificate counts, which is new each time.
func withoutTime(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "+from ") && !strings.Contains(line, "+until ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// A further machine is a restart of the name server, and nothing else happens.
func TestImaginedChange(t *testing.T) {
	before := recipestest.Build(t, recipestest.Inventory(t, documents), busybox.Recipe{Parameters: parameters()})
	more := parameters()
	more.Names["kube-mast02"] = netip.MustParseAddr("192.168.1.22")
	after := recipestest.Build(t, recipestest.Inventory(t, documents), busybox.Recipe{Parameters: more})
	recipestest.Golden(t, "changed.txt", recipestest.ImagineAfter(t, before, after).Apply())
}

func TestImaginedDown(t *testing.T) {
	inv := recipestest.Inventory(t, documents)
	down := recipestest.Build(t, inv, busybox.Down{Parameters: parameters()})
	if len(down.Stages) != 1 || down.Stages[0].Hosts[0].Name != "localhost" ||
		recipestest.Outline(down.Stages[0].Hosts[0]) != "route to 192.168.4.0/27 via 192.168.4.57 on vboxnet0\n" {
		t.Errorf("it does %v", down.Stages)
	}
	if none := recipestest.Build(t, inv, busybox.Down{}); len(none.Stages) != 1 || len(none.Stages[0].Hosts[0].Work) != 0 {
		t.Errorf("without routes it does %v", none.Stages)
	}
}

// A bastion without an authority has names, and no keys.
func TestWithoutAuthority(t *testing.T) {
	inv := recipestest.Inventory(t, "bastions: {hosts: {busybox: {hrun_address: 192.168.4.30/27}}}")
	play, err := recipes.Build(inv, nil, busybox.Recipe{})
	if err != nil {
		t.Fatal(err)
	}
	if got := recipestest.Outline(play.Stages[0].Hosts[0]); strings.Contains(got, "ssh") || !strings.HasPrefix(got, "hosts entry 192.168.4.30\npackages curl\n") {
		t.Errorf("it does\n%s", got)
	}
}

// Domain, interface and host keys are those of the machines that the recipe vm
// makes.
func TestAsTheMachinesAre(t *testing.T) {
	outline := func(text string) string {
		t.Helper()
		play := recipestest.Build(t, recipestest.Inventory(t, documents+"  vars: {vm: "+text+"}\n"), busybox.Recipe{})
		return recipestest.Outline(play.Stages[0].Hosts[0]) + recipestest.Imagine(t, play).Check()
	}
	theirs, err := sshca.HostKey(recipestest.Secrets(), "demo", "hapx-node01")
	if err != nil {
		t.Fatal(err)
	}
	key := strings.Fields(theirs.Public)[1]
	got := outline("{lab: demo, domain: example.org, nic: lan}")
	for _, want := range []string{"known host hapx-node01.example.org,hapx-node01,192.168.4.21\n", key, "interface=lan\n", "local=/example.org/\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
	if got := outline("{lab: demo, provider: existing}"); strings.Contains(got, "known host") || !strings.Contains(got, "certificate") {
		t.Errorf("of machines that are simply there it does\n%s", got)
	}
}
