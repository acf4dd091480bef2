package cloudinit_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func instance() cloudinit.Instance {
	return cloudinit.Instance{
		Name: "hapx-node01", Domain: "kube.demo", UserData: hapx(), Network: everyKind(1),
		VendorData: cloudinit.Config{HostKeys: []cloudinit.HostKey{hostKey()}},
	}
}

func seed(t *testing.T, i cloudinit.Instance) cloudinit.Seed {
	t.Helper()
	s, err := i.Seed()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestInstanceSeed(t *testing.T) {
	for name, i := range map[string]cloudinit.Instance{"instance.golden": instance(), "bare.golden": {Name: "one"}} {
		var all strings.Builder
		for _, f := range seed(t, i).Files() {
			all.WriteString("== " + f.Name + "\n" + f.Content)
		}
		taskstest.Text(t, name, all.String())
	}
}

func TestInstanceIDFollowsTheContent(t *testing.T) {
	id := func(change func(*cloudinit.Instance)) string {
		i := instance()
		change(&i)
		first, _, _ := strings.Cut(seed(t, i).MetaData, "\n")
		return first
	}
	same := id(func(*cloudinit.Instance) {})
	if !strings.HasPrefix(same, "instance-id: hapx-node01-") || id(func(*cloudinit.Instance) {}) != same {
		t.Errorf("%q is not the same twice", same)
	}
	seen := map[string]string{same: "nothing"}
	for what, change := range map[string]func(*cloudinit.Instance){
		"name":           func(i *cloudinit.Instance) { i.Name = "hapx-node02" },
		"domain":         func(i *cloudinit.Instance) { i.Domain = "" },
		"user-data":      func(i *cloudinit.Instance) { i.UserData.Packages = nil },
		"vendor-data":    func(i *cloudinit.Instance) { i.VendorData = cloudinit.Config{} },
		"network-config": func(i *cloudinit.Instance) { i.Network.Interfaces[0].MAC = "" },
	} {
		got := id(change)
		if other, twice := seen[got]; twice {
			t.Errorf("a change of %s and of %s give the same %q", what, other, got)
		}
		seen[got] = what
	}
}

func TestInstanceIsRefused(t *testing.T) {
	for want, i := range map[string]cloudinit.Instance{
		"the machine has no name":                        {},
		"user-data: power state: \"sleep\"":              {Name: "a", UserData: cloudinit.Config{PowerState: cloudinit.PowerState{Mode: "sleep"}}},
		"cloud-init of a: network-config: there is no":   {Name: "a", Network: cloudinit.Network{Version: 9}},
		"vendor-data: a host key cannot be of the type ": {Name: "a", VendorData: cloudinit.Config{HostKeys: []cloudinit.HostKey{{}}}},
	} {
		if _, err := i.Seed(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one with %q", err, want)
		}
	}
}

func TestInstanceOfASeed(t *testing.T) {
	for meta, want := range map[string]string{
		seed(t, instance()).MetaData: "hapx-node01-3c62091700f901f3",
		"local-hostname: a\n":        "nocloud",
		"instance-id: 'a b' # c\n":   "a b",
		"":                           "nocloud",
		"[":                          "nocloud",
	} {
		if got := (cloudinit.Seed{MetaData: meta}).Instance(); got != want {
			t.Errorf("%q is the instance %q, want %q", meta, got, want)
		}
	}
}
