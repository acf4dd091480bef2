package qemu_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/qemu"
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
mkdir -p "$1/etc/ssh" "$1/etc/apt" "$1/etc/systemd/system" "$1/etc/cloud/cloud.cfg.d" "$1/boot" "$1/var/lib/dpkg"
grep -q mirror.invalid "$2" && : >"$1/boot/vmlinuz-1" && : >"$1/boot/initrd.img-1" && : >"$1/var/lib/dpkg/status"`,
}

func built(root string) qemu.Origin {
	return qemu.Origin{Cache: root, Release: image.Release{Distribution: "debian", Suite: "bookworm"}}
}

// write makes a file, with the directories above it.
func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestConform(t *testing.T) {
	packages := func(root string) tasks.Task {
		return qemu.PackagesDisk{Name: "bookworm", Image: root + "/it's", Packages: []string{"haproxy"}}
	}
	repository := func(t testing.TB, root string) { write(t, root+"/it's/repository/names", "haproxy\nzsh\n") }
	made := func(root string) tasks.Task { return qemu.Image{Origin: built(root)} }
	taskstest.Conform(t,
		taskstest.Case{Name: "image", Task: made, Commands: debian, MachineTools: true},
		taskstest.Case{Name: "image half made", Task: made, Commands: debian, MachineTools: true, Setup: func(t testing.TB, root string) {
			write(t, built(root).Dir()+"/new/etc/left", "")
			write(t, built(root).Dir()+"/disk.new", "half")
		}},
		taskstest.Case{Name: "packages", Task: packages, MachineTools: true, Setup: repository},
		taskstest.Case{Name: "packages more", Task: packages, MachineTools: true, Setup: func(t testing.TB, root string) {
			repository(t, root)
			write(t, root+"/it's/packages.names", "zsh\n")
		}},
		taskstest.Case{Name: "packages made", Task: packages, MachineTools: true, InSync: true, Setup: func(t testing.TB, root string) {
			write(t, root+"/it's/packages.names", "haproxy\nzsh\n")
		}},
	)
}

// The trial boots by KVM, and keeps what came of it for this machine.
func TestConformTrial(t *testing.T) {
	for name, c := range map[string]struct{ system, want string }{
		"boots":  {`for log; do case $log in file:*) echo hrun-trial >"${log#file:}"; exec sleep 60 ;; esac; done`, "kvm\n"},
		"fails":  {`exit 1`, "tcg\n"},
		"panics": {`for log; do case $log in file:*) echo 'Kernel panic: hrun-trial' >"${log#file:}" ;; esac; done`, "tcg\n"},
	} {
		trial := func(root string) tasks.Task { return qemu.Trial{Origin: built(root), Device: root + "/kvm"} }
		setup := func(t testing.TB, root string) {
			write(t, root+"/kvm", "")
			write(t, built(root).Dir()+"/disk", "\x00")
			if err := os.Truncate(built(root).Dir()+"/disk", 1<<20); err != nil {
				t.Fatal(err)
			}
		}
		taskstest.Conform(t, taskstest.Case{Name: name, Task: trial, Setup: setup, Commands: map[string]string{"qemu-system-x86_64": c.system}, MachineTools: true})
		h := taskstest.NewHost(t, "dash", map[string]string{"qemu-system-x86_64": c.system})
		setup(t, h.Root)
		if _, r := h.Apply(trial(h.Root)); r.Err() != nil {
			t.Fatal(r.Err())
		}
		if r := h.Run(trial(h.Root).Probe()); r.Stdout != c.want {
			t.Errorf("%s: it says %q, want %q", name, r.Stdout, c.want)
		}
	}
	taskstest.Conform(t, taskstest.Case{Name: "no device", InSync: true, MachineTools: true, Task: func(root string) tasks.Task {
		return qemu.Trial{Origin: built(root), Device: root + "/none"}
	}})
}

func machine(root string) qemu.Disks {
	return qemu.Disks{
		Lab: "conform", Machine: "node01", Dir: root + "/labs/it's", Origin: qemu.Origin{Cache: root, Base: root + "/a base.raw"},
		Seed: "0011", Hardware: "cpus 1\n", Further: []lab.Disk{{Name: "data", Size: 16}},
	}
}

func TestConformDisks(t *testing.T) {
	base := func(t testing.TB, root string) { write(t, root+"/a base.raw", strings.Repeat("\x00", 1<<20)) }
	disks := func(root string) tasks.Task { return machine(root) }
	remade := func(root string) tasks.Task {
		m := machine(root)
		m.Remake = true
		return m
	}
	with := func(files ...string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			base(t, root)
			for _, name := range files {
				write(t, root+"/labs/it's/"+name, "image /other\n")
			}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: disks, MachineTools: true, Setup: base},
		taskstest.Case{Name: "half made", Task: disks, MachineTools: true, Setup: with("system", "seed", "disk.new")},
		taskstest.Case{Name: "never on", Task: disks, MachineTools: true, Setup: with("system", "seed", "description")},
		taskstest.Case{Name: "with data", Task: disks, MachineTools: true, Setup: with("system", "seed", "description", "hardware"), Refused: "would lose its data"},
		taskstest.Case{Name: "remade", Task: remade, MachineTools: true, Setup: with("system", "seed", "description", "hardware", "disk-data-16", "disk-old-16")},
	)
}

// A disk that was there before the machine was made keeps what is on it.
func TestDisksKeepData(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	task := machine(h.Root)
	write(t, h.Root+"/a base.raw", strings.Repeat("\x00", 1<<20))
	write(t, task.Dir+"/disk-data-16", "data")
	if _, r := h.Apply(task); r.Err() != nil {
		t.Fatal(r.Err())
	}
	if data, err := os.ReadFile(task.Dir + "/disk-data-16"); err != nil || string(data) != "data" {
		t.Errorf("the data is %q, error %v", data, err)
	}
	if info, err := exec.Command("qemu-img", "info", task.Dir+"/system").CombinedOutput(); err != nil || !strings.Contains(string(info), "backing file format: raw") {
		t.Errorf("the disk is: %s, error %v", info, err)
	}
}

// What a machine has on its disks, its host key among it, is for nobody else
// on the hypervisor to read.
func TestDisksArePrivate(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	task := machine(h.Root)
	write(t, h.Root+"/a base.raw", strings.Repeat("\x00", 1<<20))
	write(t, task.Dir+"/left", "")
	if _, r := h.Apply(task); r.Err() != nil {
		t.Fatal(r.Err())
	}
	if info, err := os.Stat(task.Dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory: %v, %v", info.Mode(), err)
	}
}

// The seed is as it was given, for nobody else to read.
func TestConformSeedDisk(t *testing.T) {
	seed := cloudinit.Seed{UserData: "#cloud-config\npassword: it's -n \\n %s\n", MetaData: "{}\n"}
	task := func(root string) tasks.Task {
		return qemu.SeedDisk{Machine: "node01", Dir: root + "/labs/it's", Seed: seed}
	}
	file := "/labs/it's/seed-" + seed.Digest()
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: task, MachineTools: true},
		taskstest.Case{Name: "half written", Task: task, MachineTools: true, Setup: func(t testing.TB, root string) { write(t, root+"/labs/it's/seed.new", "half") }},
		taskstest.Case{Name: "present", Task: task, MachineTools: true, InSync: true, Setup: func(t testing.TB, root string) { write(t, root+file, "") }},
	)
	h := taskstest.NewHost(t, "dash", nil)
	if _, r := h.Apply(task(h.Root)); r.Err() != nil {
		t.Fatal(r.Err())
	}
	want, err := seed.ISO()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(h.Root + file); err != nil || string(got) != string(want) {
		t.Errorf("the seed has %d bytes, want %d, error %v", len(got), len(want), err)
	}
	if info, err := os.Stat(h.Root + file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the seed: %v, %v", info, err)
	}
}

// A machine that lacks the programs is told which packages have them, and that
// an image is not there.
func TestPreflight(t *testing.T) {
	h, tools := taskstest.NewHost(t, "dash", nil), t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "busybox", "--install", "-s", tools).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	preflight := qemu.Preflight{Built: []qemu.Origin{built(h.Root)}, Bases: []string{h.Root + "/it's none"}}
	r := h.Run("PATH=" + sh.Word(tools) + "\n" + preflight.Probe())
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	_, err := preflight.Plan(r.Stdout)
	var cannot *qemu.CannotError
	if !errors.As(err, &cannot) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"mmdebstrap", "qemu-system-x86", "qemu-utils", "socat"} {
		if !slices.Contains(cannot.Packages, want) {
			t.Errorf("the packages %q lack %s", cannot.Packages, want)
		}
	}
	if !strings.Contains(err.Error(), "the disk image "+h.Root+"/it's none (there is no such file") {
		t.Errorf("error %v", err)
	}
}
