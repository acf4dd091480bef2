package vm_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func knownHosts(root string) tasks.Task {
	return vm.KnownHosts{File: root + "/.hrun/known_hosts", Lab: "demo", Hosts: []vm.KnownHost{
		{Names: []string{"busybox", "[127.0.0.1]:22022"}, Key: "ssh-ed25519 AAAAbusybox host key demo/busybox\n"},
		{Names: []string{"node01"}, Key: "ssh-ed25519 AAAAnode host key demo/node01\n"},
	}}
}

func noKnownHosts(root string) tasks.Task {
	return vm.KnownHosts{File: root + "/.hrun/known_hosts", Lab: "demo"}
}

// recorded returns a setup that writes the file.
func recorded(content string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.Mkdir(filepath.Join(root, ".hrun"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, ".hrun/known_hosts"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

const (
	ours    = "busybox,[127.0.0.1]:22022 ssh-ed25519 AAAAbusybox host key demo/busybox\nnode01 ssh-ed25519 AAAAnode host key demo/node01\n"
	gone    = "node02 ssh-ed25519 AAAAgone host key demo/node02\n" // a machine that the inventory no longer has
	foreign = "# kept\n@cert-authority * ssh-ed25519 AAAAca\nnode011,elsewhere ssh-ed25519 AAAAother\nnode03 ssh-ed25519 AAAA host key demo2/node03\n"
)

func TestKnownHosts(t *testing.T) {
	taskstest.Conform(t,
		taskstest.Case{Name: "no file", Task: knownHosts, MachineTools: true},
		taskstest.Case{Name: "all", Task: knownHosts, MachineTools: true, Setup: recorded(foreign + ours), InSync: true},
		taskstest.Case{Name: "between others", Task: knownHosts, MachineTools: true, Setup: recorded(ours + gone + foreign), InSync: true},
		taskstest.Case{Name: "other key", Task: knownHosts, MachineTools: true, Setup: recorded("node01 ssh-ed25519 AAAAold\n" + foreign)},
		taskstest.Case{Name: "other name", Task: knownHosts, MachineTools: true, Setup: recorded(ours + "x,node01 ssh-ed25519 AAAAold")},
		taskstest.Case{Name: "to be forgotten", Task: noKnownHosts, MachineTools: true, Setup: recorded(ours + gone + foreign)},
		taskstest.Case{Name: "to be forgotten with the file", Task: noKnownHosts, MachineTools: true, Setup: recorded(ours)},
		taskstest.Case{Name: "never known", Task: noKnownHosts, MachineTools: true, InSync: true},
		taskstest.Case{Name: "only others known", Task: noKnownHosts, MachineTools: true, Setup: recorded(foreign), InSync: true},
	)
}

// What others have in the file stays as it is.
func TestKnownHostsKeepsOthers(t *testing.T) {
	for name, c := range map[string]struct {
		task func(string) tasks.Task
		want string
	}{
		"recorded":  {knownHosts, gone + foreign + ours},
		"forgotten": {noKnownHosts, "node01 ssh-rsa AAAAold\n" + foreign + "[127.0.0.1]:22022 ssh-rsa AAAAold\n"},
	} {
		t.Run(name, func(t *testing.T) {
			h := taskstest.NewHost(t, "dash", nil)
			recorded("node01 ssh-rsa AAAAold\n"+gone+foreign+"[127.0.0.1]:22022 ssh-rsa AAAAold")(t, h.Root)
			if _, r := h.Apply(c.task(h.Root)); r.Err() != nil {
				t.Fatal(r.Err())
			}
			got, err := os.ReadFile(filepath.Join(h.Root, ".hrun/known_hosts"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(c.want, "\n"), strings.Split(string(got), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An old key of a machine goes however ssh has written its name; another
// machine's stays.
func TestKnownHostsHashed(t *testing.T) {
	hashed := func(name string) string { return knownhosts.HashHostname(name) + " ssh-ed25519 AAAAold\n" }
	other := hashed("node011") + "|1|no|hash ssh-ed25519 AAAA\n|1\n\n"
	h := taskstest.NewHost(t, "dash", nil)
	recorded(hashed("node01")+other+hashed("[127.0.0.1]:22022")+"x,node01\tssh-ed25519 AAAAold\n"+ours)(t, h.Root)
	if _, r := h.Apply(knownHosts(h.Root)); r.Err() != nil {
		t.Fatal(r.Err())
	}
	got, err := os.ReadFile(filepath.Join(h.Root, ".hrun/known_hosts"))
	if err != nil || string(got) != other+ours {
		t.Errorf("%v, %q, want %q", err, got, other+ours)
	}
}

// Where the file is kept elsewhere, as with a person's other settings, it stays
// there.
func TestKnownHostsBehindALink(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		recorded("")(t, h.Root)
		kept, file := filepath.Join(h.Root, "it's kept"), filepath.Join(h.Root, ".hrun/known_hosts")
		if err := os.Rename(file, kept); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("../it's kept", file); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			task tasks.Task
			want string
		}{{knownHosts(h.Root), ours}, {noKnownHosts(h.Root), ""}} {
			if _, r := h.Apply(step.task); r.Err() != nil {
				t.Fatal(r.Err())
			}
			got, err := os.ReadFile(kept)
			to, linkErr := os.Readlink(file)
			if err != nil || linkErr != nil || to != "../it's kept" || string(got) != step.want {
				t.Errorf("%s: %v, %v, %q, want %q", kind, err, linkErr, got, step.want)
			}
		}
	}
}
