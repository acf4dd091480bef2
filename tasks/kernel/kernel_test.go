package kernel

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// commands stand in for a kernel that has modules below $ROOT/sys/module.
func commands() map[string]string {
	return map[string]string{
		"uname": `[ "$1" = -r ] && echo 6.1.0-1-amd64`,
		"modprobe": `cd "$ROOT/sys/module" || exit
if [ "$1" = -r ]; then
	n=$(echo "$2" | tr - _)
	[ ! -e "$n/busy" ] || { echo "modprobe: FATAL: Module $2 is in use." >&2; exit 1; }
	rm -r "$n"
else
	n=$(echo "$1" | tr - _) && mkdir "$n" && echo live >"$n/initstate"
fi`,
	}
}

// machine makes a host with two modules to load and one that is built in, and
// further files.
func machine(files ...string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		const modules = "/lib/modules/6.1.0-1-amd64/"
		all := map[string]string{
			modules + "modules.dep":                  "kernel/net/bridge/br_netfilter.ko: kernel/net/bridge/bridge.ko\nkernel/drivers/usb/storage/usb-storage.ko.xz:\n",
			modules + "modules.builtin":              "kernel/fs/ext4/ext4.ko\n",
			"/sys/module/kernel/parameters/panic":    "0\n",
			"/etc/modules-load.d/modules.conf":       "",
			"/etc/modprobe.d/dkms.conf":              "",
			"/sys/module/nf_conntrack/initstate":     "live\n",
			"/sys/module/nf_conntrack/parameters/it": "",
		}
		for i := 0; i < len(files); i += 2 {
			all[files[i]] = files[i+1]
		}
		for name, body := range all {
			if err := os.MkdirAll(filepath.Dir(root+name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(root+name, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

const (
	live = "/sys/module/br_netfilter/initstate"
	boot = "/etc/modules-load.d/hrun-br_netfilter.conf"
)

func TestModuleConforms(t *testing.T) {
	module := func(m Module) func(string) tasks.Task {
		return func(root string) tasks.Task {
			m := m
			m.root = root
			return m
		}
	}
	bridge, gone := module(Module{Name: "br-netfilter"}), module(Module{Name: "br_netfilter", Absent: true})
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: bridge, Commands: commands(), Setup: machine()},
		taskstest.Case{Name: "compressed", Task: module(Module{Name: "usb_storage"}), Commands: commands(), Setup: machine()},
		taskstest.Case{Name: "not at boot", Task: bridge, Commands: commands(), Setup: machine(live, "live\n")},
		taskstest.Case{Name: "not now", Task: bridge, Commands: commands(), Setup: machine(boot, "br_netfilter\n")},
		taskstest.Case{Name: "in sync", Task: bridge, Commands: commands(), Setup: machine(boot, "br_netfilter\n", live, "live\n"), InSync: true},
		taskstest.Case{Name: "built in", Task: module(Module{Name: "ext4"}), Commands: commands(), InSync: true,
			Setup: machine("/etc/modules-load.d/hrun-ext4.conf", "ext4\n")},
		taskstest.Case{Name: "built in, with parameters", Task: module(Module{Name: "kernel"}), Commands: commands(), Setup: machine()},
		taskstest.Case{Name: "missing", Task: module(Module{Name: "zfs"}), Commands: commands(), Setup: machine(), Refused: "there is no module zfs in /lib/modules/6.1.0-1-amd64"},
		taskstest.Case{Name: "absent", Task: gone, Commands: commands(), Setup: machine(boot, "br_netfilter\n", live, "live\n")},
		taskstest.Case{Name: "absent in sync", Task: gone, Commands: commands(), Setup: machine(), InSync: true},
		taskstest.Case{Name: "absent and missing", Task: module(Module{Name: "zfs", Absent: true}), Commands: commands(), Setup: machine(), InSync: true},
		taskstest.Case{Name: "absent and built in", Task: module(Module{Name: "ext4", Absent: true}), Commands: commands(), Setup: machine(), Refused: "module ext4 is built into the kernel"},
	)
}

// bare makes a machine on which nothing configures modprobe.
func bare(t testing.TB, root string) {
	machine()(t, root)
	if err := os.RemoveAll(root + "/etc/modprobe.d"); err != nil {
		t.Fatal(err)
	}
}

func TestOptionsConforms(t *testing.T) {
	options := func(root string) tasks.Task {
		return Options{Module: "nf-conntrack", Values: []string{"hashsize=16384", "name='it'"}, root: root}
	}
	const conf = "/etc/modprobe.d/hrun-nf_conntrack.conf"
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: options, Setup: machine()},
		taskstest.Case{Name: "no directory", Task: options, Setup: bare},
		taskstest.Case{Name: "absent without a directory", Setup: bare, InSync: true,
			Task: func(root string) tasks.Task { return Options{Module: "nf_conntrack", Absent: true, root: root} }},
		taskstest.Case{Name: "other", Task: options, Setup: machine(conf, "options nf_conntrack hashsize=1\n")},
		taskstest.Case{Name: "absent", Setup: machine(conf, "options nf_conntrack hashsize=1\n"),
			Task: func(root string) tasks.Task { return Options{Module: "nf_conntrack", Absent: true, root: root} }},
		taskstest.Case{Name: "in sync", Task: options, Setup: machine(conf, "options nf_conntrack hashsize=16384 name='it'\n"), InSync: true},
	)
}

func TestBlacklistConforms(t *testing.T) {
	blacklist := func(name string) func(string) tasks.Task {
		return func(root string) tasks.Task { return Blacklist{Module: name, root: root} }
	}
	const conf, body = "/etc/modprobe.d/hrun-blacklist-br_netfilter.conf", "blacklist br_netfilter\ninstall br_netfilter /bin/false\n"
	taskstest.Conform(t,
		taskstest.Case{Name: "loaded", Task: blacklist("br_netfilter"), Commands: commands(), Setup: machine(live, "live\n")},
		taskstest.Case{Name: "not loaded", Task: blacklist("br_netfilter"), Commands: commands(), Setup: machine()},
		taskstest.Case{Name: "no directory", Task: blacklist("br_netfilter"), Commands: commands(), Setup: bare},
		taskstest.Case{Name: "loaded again", Task: blacklist("br_netfilter"), Commands: commands(), Setup: machine(live, "live\n", conf, body)},
		taskstest.Case{Name: "absent", Setup: machine(conf, body, live, "live\n"),
			Task: func(root string) tasks.Task { return Blacklist{Module: "br_netfilter", Absent: true, root: root} }},
		taskstest.Case{Name: "others'", Task: blacklist("br_netfilter"), Setup: func(t testing.TB, root string) {
			machine(conf, body)(t, root)
			if err := os.Chown(root+conf, 1, 1); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "missing", Task: blacklist("zfs"), Commands: commands(), Setup: machine()},
		taskstest.Case{Name: "in sync", Task: blacklist("br-netfilter"), Commands: commands(), Setup: machine(conf, body), InSync: true},
		taskstest.Case{Name: "built in", Task: blacklist("ext4"), Commands: commands(), Setup: machine(), Refused: "module ext4 is built into the kernel"},
	)
}

// What is in use is not removed by force.
func TestModuleInUse(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, commands())
		machine(live, "live\n", "/sys/module/br_netfilter/busy", "", boot, "br_netfilter\n")(t, h.Root)
		if _, r := h.Apply(Module{Name: "br_netfilter", Absent: true, root: h.Root}); r.Status == 0 {
			t.Errorf("%s: a module that is in use is gone", kind)
		}
		if _, err := os.Stat(h.Root + boot); err != nil {
			t.Errorf("%s: what could not be removed now is not loaded at boot: %v", kind, err)
		}
	}
}

func TestPlans(t *testing.T) {
	bridge, options := Module{Name: "br_netfilter"}, Options{Module: "nf_conntrack", Values: []string{"hashsize=16384"}}
	gone, never := Module{Name: "br_netfilter", Absent: true}, Blacklist{Module: "usb_storage"}
	taskstest.Plans(t, map[string]tasks.Task{"bridge": bridge, "gone": gone, "options": options, "never": never})
	taskstest.Golden(t, "module-probe", bridge.Probe())
	taskstest.Golden(t, "module-absent-probe", gone.Probe())
	taskstest.Golden(t, "options-probe", options.Probe())
	taskstest.Golden(t, "blacklist-probe", never.Probe())
}

func TestMissing(t *testing.T) {
	_, err := Module{Name: "zfs"}.Plan("unknown 6.1.0\nabsent\n")
	if missing := (*MissingError)(nil); !errors.As(err, &missing) || missing.Module != "zfs" || missing.Release != "6.1.0" {
		t.Errorf("error is %v", err)
	}
}

func TestValidate(t *testing.T) {
	for _, name := range []string{"", "-r", "a b", "a\n", "../x", "a.ko", "it's"} {
		for _, task := range []tasks.Task{Module{Name: name}, Blacklist{Module: name}, Options{Module: name, Values: []string{"a"}}} {
			if _, err := task.Plan("loaded\nabsent\n"); err == nil {
				t.Errorf("Plan accepts %+v", task)
			}
		}
	}
	for _, values := range [][]string{nil, {""}, {"a b"}, {"a\n"}, {`a\`}, {"a#"}} {
		if (Options{Module: "a", Values: values}).Validate() == nil {
			t.Errorf("Validate accepts the parameters %q", values)
		}
	}
	if (Options{Module: "a", Values: []string{"b=1"}, Absent: true}).Validate() == nil {
		t.Error("Validate accepts parameters that shall be absent")
	}
}
