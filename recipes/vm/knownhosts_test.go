package vm_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func knownHosts(root string) tasks.Task {
	return vm.KnownHosts{File: root + "/known_hosts", Hosts: []vm.KnownHost{
		{Names: []string{"busybox", "[127.0.0.1]:22022"}, Key: root + "/busybox.pub"},
		{Names: []string{"node01"}, Key: root + "/node01.pub"},
	}}
}

// files returns a setup that writes files, by name.
func files(contents map[string]string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for name, content := range contents {
			if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

const (
	busyboxKey = "ssh-ed25519 AAAAbusybox busybox\n"
	nodeKey    = "ssh-ed25519 AAAAnode node01\n"
	ours       = "busybox,[127.0.0.1]:22022 ssh-ed25519 AAAAbusybox\nnode01 ssh-ed25519 AAAAnode\n"
	foreign    = "# kept\n@cert-authority * ssh-ed25519 AAAAca\nnode011,elsewhere ssh-ed25519 AAAAother\n"
)

func TestKnownHosts(t *testing.T) {
	keys := map[string]string{"busybox.pub": busyboxKey, "node01.pub": nodeKey}
	with := func(known string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			files(keys)(t, root)
			files(map[string]string{"known_hosts": known})(t, root)
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "no file", Task: knownHosts, MachineTools: true, Setup: files(keys)},
		taskstest.Case{Name: "all", Task: knownHosts, MachineTools: true, Setup: with(foreign + ours), InSync: true},
		taskstest.Case{Name: "between others", Task: knownHosts, MachineTools: true, Setup: with(ours + foreign), InSync: true},
		taskstest.Case{Name: "other key", Task: knownHosts, MachineTools: true, Setup: with("node01 ssh-ed25519 AAAAold\n" + foreign)},
		taskstest.Case{Name: "other name", Task: knownHosts, MachineTools: true, Setup: with(ours + "x,node01 ssh-ed25519 AAAAold")},
		taskstest.Case{Name: "no key yet", Task: knownHosts, MachineTools: true, Refused: "node01 has no host key yet",
			Setup: files(map[string]string{"busybox.pub": busyboxKey})},
	)
}

// What others have in the file stays as it is.
func TestKnownHostsKeepsOthers(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	files(map[string]string{"busybox.pub": busyboxKey, "node01.pub": nodeKey,
		"known_hosts": "node01 ssh-rsa AAAAold\n" + foreign + "[127.0.0.1]:22022 ssh-rsa AAAAold"})(t, h.Root)
	if _, r := h.Apply(knownHosts(h.Root)); r.Err() != nil {
		t.Fatal(r.Err())
	}
	got, err := os.ReadFile(filepath.Join(h.Root, "known_hosts"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(foreign+ours, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Error(diff)
	}
}
