package cloudinit_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// everything is a config with every field set.
func everything() cloudinit.Config {
	c := hapx()
	c.EtcHosts, c.AllowRoot, c.AuthorizedKeys = cloudinit.HostsLocal, cloudinit.On, []string{"ssh-ed25519 AAAA a"}
	c.Users = append(c.Users, cloudinit.User{Name: cloudinit.DefaultUser}, cloudinit.User{
		Name: "eve", Gecos: "Eve", Groups: []string{"adm"}, PrimaryGroup: "users", Home: "/srv/eve", NoHome: true, Shell: "/bin/sh",
		UID: 1700, System: true, LockPassword: cloudinit.Off, Password: sh.NewSecret("$y$j9T$salt$hash"),
	})
	c.Groups = []cloudinit.Group{{Name: "ops"}, {Name: "admins", Members: []string{"root", "eve"}}}
	c.HostKeyTypes, c.HostKeys = []string{"ed25519"}, []cloudinit.HostKey{hostKey()}
	c.WriteFiles = append(c.WriteFiles, cloudinit.HostsFile(), cloudinit.File{
		Path: "/srv/a", Secret: sh.NewSecret("secret bytes"), Mode: "0600", Owner: "eve:eve", Append: true, Defer: true,
	})
	c.WriteFiles = append(c.WriteFiles, cloudinit.TrustedUserCA("ssh-ed25519 AAAA ca")...)
	c.Boot = []cloudinit.Command{cloudinit.Shell("echo: 'a' # b"), cloudinit.Exec("true")}
	c.APT.Preserve, c.APT.Proxy = cloudinit.Off, "http://127.0.0.1:3128"
	c.APT.Sources = []cloudinit.APTSource{{Name: "a.list", Source: "deb http://127.0.0.1/ a main", Key: "-----BEGIN\n", KeyID: "0123ABCD", KeyServer: "127.0.0.1"}}
	c.PackageUpdate, c.RebootForThem = cloudinit.On, cloudinit.Off
	c.FinalMessage = "up after $UPTIME s\n"
	c.PowerState.Delay, c.PowerState.Message, c.PowerState.Condition = 2*60e9, "going: down", cloudinit.Exec("test", "-e", "/x")
	return c
}

// Cloud-init itself has nothing against anything that is written here, be it
// the host's own or one in a root.
func TestCloudInitAcceptsWhatIsWritten(t *testing.T) {
	all := cloudinit.Instance{Name: "all", UserData: everything(), VendorData: cloudinit.Config{HostKeys: []cloudinit.HostKey{hostKey()}}}
	parts := instance()
	parts.VendorFiles = cloudinit.TrustedUserCA("ssh-ed25519 AAAA ca")
	seeds := []cloudinit.NamedSeed{
		{Machine: "parts", Seed: seed(t, parts)},
		{Machine: "all", Seed: seed(t, all)},
		{Machine: "node", Seed: seed(t, instance())},
		{Machine: "bastion", Seed: cloudinit.Seed{UserData: text(t, busybox())}},
		{Machine: "none", Seed: seed(t, cloudinit.Instance{Name: "none"})},
	}
	for _, root := range []string{"", "/"} {
		h := taskstest.NewHost(t, "dash", nil)
		task := cloudinit.Schema{Root: root, Seeds: seeds}
		got := h.Probe(task)
		if n := strings.Count(got, "Valid "); n != 8 {
			t.Errorf("root %q: of 8 configs %d are valid:\n%s", root, n, got)
		}
		if change, err := task.Plan(got); err != nil || !change.Empty() || change.Tentative != "" {
			t.Errorf("root %q: %+v, %v", root, change, err)
		}
	}
}

// What cloud-init refuses is told with its place.
func TestCloudInitRefuses(t *testing.T) {
	task := cloudinit.Schema{Name: "lab", Seeds: []cloudinit.NamedSeed{
		{Machine: "good", Seed: seed(t, instance())},
		{Machine: "bad", Seed: cloudinit.Seed{
			UserData:   "#cloud-config\npackage_upgrade: maybe\nusers:\n- name: root\n- name: debian\n  foo: 1\npower_state:\n  mode: nonsense\n",
			VendorData: "#cloud-config\na: [b\n",
		}},
		{Machine: "script", Seed: cloudinit.Seed{UserData: "#!/bin/sh\n"}},
		{Machine: "old", Seed: cloudinit.Seed{UserData: "#cloud-config\nssh_deletekeys: 1\n"}},
	}}
	for _, root := range []string{"", "/"} {
		task.Root = root
		h := taskstest.NewHost(t, "dash", nil)
		_, err := task.Plan(h.Probe(task))
		if err == nil {
			t.Fatal("nothing is refused")
		}
		var got []string
		for line := range strings.Lines(err.Error()) {
			if file, rest, found := strings.Cut(line, ", line "); found && strings.Contains(file, " of ") {
				place, _, _ := strings.Cut(rest, ": ")
				key, _, _ := strings.Cut(rest[len(place)+2:], ": ")
				got = append(got, file+" "+place+" "+key)
			}
		}
		want := []string{"user-data of bad 2 package_upgrade", "user-data of bad 8 power_state.mode", "user-data of bad 5 users.1", "vendor-data of bad 2 it is not valid yaml. while parsing a flow sequence\n"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("root %q: %s\n%v", root, diff, err)
		}
		var fault *cloudinit.SchemaError
		if !errors.As(err, &fault) {
			t.Errorf("%v", err)
		}
	}
}

// standIn is a root whose cloud-init says of every config what it is told to.
func standIn(says string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		if err := os.MkdirAll(filepath.Join(root, "it's/usr/bin"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "it's/usr/bin/cloud-init"), []byte("#!/usr/bin/python3 -s\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "says"), []byte(says), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSchemaConforms(t *testing.T) {
	task := func(root string) tasks.Task {
		return cloudinit.Schema{Root: root + "/it's", Seeds: []cloudinit.NamedSeed{{Machine: "m", Seed: cloudinit.Seed{UserData: "#cloud-config\nit's: -n\n" + hostKey().Private.Reveal()}}}}
	}
	// A stand-in for entering the root: there is no Python to be had in it.
	commands := map[string]string{"unshare": `cat >/dev/null; case "$*" in *"$ROOT/it's /usr/bin/python3"*) cat "$ROOT/says" ;; *) exit 9 ;; esac`}
	taskstest.Conform(t,
		taskstest.Case{Name: "no cloud-init", Task: task, InSync: true},
		taskstest.Case{Name: "valid", Task: task, Commands: commands, Setup: standIn(`[{"valid": true, "said": "fine"}]` + "\n"), InSync: true},
		taskstest.Case{Name: "refused", Task: task, Commands: commands, Setup: standIn(`[{"valid": false, "said": "Error:\nCloud config schema errors: a.0: b\n"}]` + "\n"), Refused: "user-data of m: a.0: b"},
		taskstest.Case{Name: "refused otherwise", Task: task, Commands: commands, Setup: standIn(`[{"valid": false, "said": "who knows"}]` + "\n"), Refused: "user-data of m: who knows"},
		taskstest.Case{Name: "nonsense", Task: task, Commands: commands, Setup: standIn("[]\n"), Refused: "the probe printed"},
	)
}

// A judge that breaks down has judged nothing.
func TestSchemaThatCouldNotLook(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"unshare": "echo denied >&2; exit 1"})
	standIn("")(t, h.Root)
	if r := h.Run(cloudinit.Schema{Root: h.Root + "/it's"}.Probe()); r.Err() == nil || r.Stdout != "" {
		t.Errorf("%+v", r)
	}
}

func TestSchemaScriptsAndPlans(t *testing.T) {
	task := cloudinit.Schema{Name: "lab", Root: "/var/cache/root", Seeds: []cloudinit.NamedSeed{{Machine: "m", Seed: cloudinit.Seed{UserData: "#cloud-config\na: b\nusers:\n- c\n- d\n"}}}}
	taskstest.Golden(t, "schema-probe", task.Probe())
	taskstest.Plans(t, map[string]tasks.Task{"schema": task, "finished": cloudinit.Finished{}, "instance": cloudinit.Finished{Instance: "node-0123"}})
	if change, err := task.Plan("none\n"); err != nil || !strings.Contains(change.Tentative, "no cloud-init in /var/cache/root") {
		t.Errorf("%+v, %v", change, err)
	}
	for _, bad := range []cloudinit.Schema{{Root: "a"}, {Root: "/a/../b"}, {Name: "a\nb"}} {
		if bad.Validate() == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
}
