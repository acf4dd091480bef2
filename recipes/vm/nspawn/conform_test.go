package nspawn_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	vmimage "github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// debian stands in for what makes root file systems.
var debian = map[string]string{
	"apt-config": "",
	"unshare":    `shift; exec "$@"`,
	"apt-get":    `echo "deb [signed-by=/key] http://mirror.invalid/debian bookworm main"`,
	"mmdebstrap": `while [ $# -gt 2 ]; do shift; done
[ ! -e "$1" ] || exit 1
mkdir -p "$1/etc/ssh" "$1/etc/apt" "$1/etc/systemd/system" "$1/etc/cloud/cloud.cfg.d"
grep -q mirror.invalid "$2" && : >"$1/etc/ssh/ssh_host_rsa_key"`,
}

func image(root string) nspawn.Image {
	return nspawn.Image{Cache: root, Release: vmimage.Release{Distribution: "debian", Suite: "bookworm"}}
}

// made returns a setup that makes files, with the directories above them.
func made(name func(root string) string, content string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		path := name(root)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const userData = "# it's -n \\n %s\n"

func machine(root string) tasks.Task {
	return nspawn.Root{
		Lab: "conform", Machine: "node01", Dir: root + "/labs/node01", Image: "/cache/one/root", Links: "lan eth0 192.168.4.21/27",
		Seed: cloudinit.Seed{UserData: userData, MetaData: "{}\n", NetworkConfig: "{}\n", VendorData: "#cloud-config\n"},
	}
}

func TestConform(t *testing.T) {
	left := func(root string) string { return image(root).Dir() + "/new/etc/left" }
	file := func(name string) func(string) string { return func(root string) string { return root + "/" + name } }
	taskstest.Conform(t,
		taskstest.Case{Name: "image", Task: func(root string) tasks.Task { return image(root) }, Commands: debian, MachineTools: true},
		taskstest.Case{Name: "image half made", Task: func(root string) tasks.Task { return image(root) }, Commands: debian, MachineTools: true,
			Setup: made(left, "")},
		taskstest.Case{Name: "root", Task: machine, MachineTools: true},
		taskstest.Case{Name: "root half made", Task: machine, MachineTools: true, Setup: func(t testing.TB, root string) {
			made(file("labs/node01/upper/var/lib/cloud/seed/nocloud/user-data"), "half")(t, root)
		}},
	)
}

// The seed is as it was given, for nobody else to read. Nobody else gets at the
// machine's files at all: one that its root has made to run as root would do so
// on the hypervisor, too.
func TestRootSeed(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	if _, r := h.Apply(machine(h.Root)); r.Err() != nil {
		t.Fatal(r.Err())
	}
	for dir, want := range map[string]os.FileMode{"": 0o700, "/root": 0o755, "/upper": 0o755} {
		if info, err := os.Stat(h.Root + "/labs/node01" + dir); err != nil || info.Mode().Perm() != want {
			t.Errorf("the directory%s: %v, %v", dir, info, err)
		}
	}
	for name, want := range map[string]string{"user-data": userData, "vendor-data": "#cloud-config\n"} {
		file := h.Root + "/labs/node01/upper" + cloudinit.Directory + "/" + name
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// A machine that lacks the programs is told which packages have them.
func TestPreflight(t *testing.T) {
	h, tools := taskstest.NewHost(t, "dash", nil), t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "busybox", "--install", "-s", tools).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	preflight := nspawn.Preflight{State: h.Root, Image: image(h.Root)}
	r := h.Run("PATH=" + sh.Word(tools) + "\n" + preflight.Probe())
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	_, err := preflight.Plan(r.Stdout)
	var cannot *nspawn.CannotError
	if !errors.As(err, &cannot) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"mmdebstrap", "socat", "systemd-container"} {
		if !slices.Contains(cannot.Packages, want) {
			t.Errorf("the packages %q lack %s", cannot.Packages, want)
		}
	}
}
