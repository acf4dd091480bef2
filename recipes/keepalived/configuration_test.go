package keepalived

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// configurations are the golden files.
func configurations() map[string]Router {
	prefix := netip.MustParsePrefix
	return map[string]Router{
		"minimal": {Interface: "eno1", VIPs: []netip.Prefix{prefix("192.0.2.100/24")}},
		"master": {
			Interface: "eno1", State: Master, Priority: 101, Auth: sh.NewSecret("hunter2x"),
			VIPs: []netip.Prefix{prefix("192.0.2.100/24")}, Scripts: []Script{HAProxy()},
		},
		"other": {
			Name: "api", RouterID: 7, Interface: "eno1", Priority: 254, Auth: sh.NewSecret("42"), AdvertInterval: 5 * time.Second,
			VIPs: []netip.Prefix{prefix("192.0.2.100/32"), prefix("192.0.2.101/24")}, NoPreempt: true,
			UnicastSource: netip.MustParseAddr("192.0.2.1"), UnicastPeers: []netip.Addr{netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("192.0.2.3")},
			ScriptUser: "root", Scripts: []Script{
				HAProxy(), {Name: "api", Command: "/usr/bin/test -S /run/haproxy/admin.sock", Interval: 5 * time.Second, Timeout: time.Second, Fall: 1, Rise: 3, Weight: -20},
			},
		},
		"six": {Interface: "eno1", AdvertInterval: 250 * time.Millisecond, VIPs: []netip.Prefix{prefix("2001:db8::100/64")}},
	}
}

func TestConfigurationGolden(t *testing.T) {
	for name, r := range configurations() {
		r = r.WithDefaults()
		if err := r.check(); err != nil {
			t.Fatal(err)
		}
		got, err := r.render("lb1")
		if err != nil {
			t.Fatal(err)
		}
		taskstest.Text(t, name+".conf", got)
	}
}

// at returns the task of the role's file, below root.
func at(root, password string) (configuration, error) {
	r := configurations()["master"].WithDefaults()
	r.Auth = sh.NewSecret(password)
	body, err := r.render("lb1")
	c := r.configuration(body)
	c.Path, c.Owner = filepath.Join(root, "keepalived.conf"), "" // not every user may set it
	return c, err
}

func TestConfigurationConforms(t *testing.T) {
	write := func(password string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			c, err := at(root, password)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(c.Path, []byte(c.Body.Reveal()), c.content().Mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	task := func(root string) tasks.Task {
		c, err := at(root, "hunter2x")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	keepalived := map[string]string{"keepalived": `case $* in "-t -f "*) grep -q "^vrrp_instance" "$3" ;; *) exit 2 ;; esac`}
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: task, Commands: keepalived},
		taskstest.Case{Name: "another password", Task: task, Commands: keepalived, Setup: write("swordfis")},
		taskstest.Case{Name: "in sync", Task: task, Commands: keepalived, Setup: write("hunter2x"), InSync: true},
	)
}

// Neither the new password is shown nor the old one, however it was written.
// The file that held it is kept.
func TestPasswordIsNeverShown(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"keepalived": "exit 0"})
	next, err := at(h.Root, "hunter2x")
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Replace(next.Body.Reveal(), "auth_pass hunter2x", "auth_pass\t \"sword fish\" # old", 1)
	if err := os.WriteFile(next.Path, []byte(old), 0o644); err != nil {
		t.Fatal(err)
	}
	change, r := h.Apply(next)
	if r.Err() != nil || len(change.Steps) != 2 {
		t.Fatalf("%v, planned %+v", r.Err(), change.Steps)
	}
	shown := change.Steps[0].Was + change.Steps[0].Want
	if strings.Contains(shown, "fish") || strings.Contains(shown, "hunter2x") || change.Steps[0].Was == change.Steps[0].Want {
		t.Errorf("shown: %s", shown)
	}
	if got := next.Secrets(); len(got) != 1 || got[0].Reveal() != "hunter2x" {
		t.Errorf("secrets are %d", len(got))
	}
	if body, err := os.ReadFile(next.Path + ".~1~"); err != nil || string(body) != old {
		t.Errorf("kept %q, %v", body, err)
	}
	if info, err := os.Stat(next.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v, %v", info.Mode(), err)
	}
}

// Another password is a difference that is seen, if nothing else is.
func TestAnotherPasswordIsToldApart(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"keepalived": "exit 0"})
	old, err := at(h.Root, "swordfis")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old.Path, []byte(old.Body.Reveal()), 0o600); err != nil {
		t.Fatal(err)
	}
	next, err := at(h.Root, "hunter2x")
	if err != nil {
		t.Fatal(err)
	}
	change, err := h.Plan(next)
	if err != nil || len(change.Steps) != 1 || !strings.Contains(change.Steps[0].Want, "auth_pass (another secret)") {
		t.Errorf("%v, planned %+v", err, change.Steps)
	}
}

func TestScriptsGolden(t *testing.T) {
	r := configurations()["other"].WithDefaults()
	taskstest.Golden(t, "rank", r.rank())
	taskstest.Golden(t, "holds", r.holds())
}
