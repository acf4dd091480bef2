package sysctl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// tree returns a Setup that makes files, by path below the root.
func tree(files map[string]string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for name, body := range files {
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
	portRange = "/proc/sys/net/ipv4/ip_local_port_range"
	conf      = "/etc/sysctl.d/60-hrun.conf"
)

func TestValueConforms(t *testing.T) {
	value := func(key, value string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return Value{Key: key, Value: value, File: root + conf, proc: root + "/proc/sys"}
		}
	}
	ports := value("net.ipv4.ip_local_port_range", "1024 65000")
	taskstest.Conform(t,
		taskstest.Case{Name: "both", Task: ports, Setup: tree(map[string]string{portRange: "32768\t60999\n", conf: "# mine\n"})},
		taskstest.Case{Name: "file only", Task: ports, Setup: tree(map[string]string{portRange: "1024\t65000\n", conf: ""})},
		taskstest.Case{Name: "live only", Task: ports, Setup: tree(map[string]string{portRange: "1\t2\n",
			conf: "net/ipv4/ip_local_port_range=1024\t65000"})},
		taskstest.Case{Name: "in sync", Task: ports, InSync: true, Setup: tree(map[string]string{portRange: "1024\t65000\n",
			conf: "-net.ipv4.ip_local_port_range =  1024  65000\n"})},
		taskstest.Case{Name: "dot in a name", Task: value("net.ipv4.conf.eth0/41.rp_filter", "0"), Setup: tree(map[string]string{
			"/proc/sys/net/ipv4/conf/eth0.41/rp_filter": "1\n", conf: ""})},
		taskstest.Case{Name: "no such parameter", Task: value("net.foo", "1"), Refused: "the kernel has no parameter net.foo",
			Setup: tree(map[string]string{portRange: "", conf: ""})},
		taskstest.Case{Name: "no directory", Task: ports, Refused: "/etc/sysctl.d does not exist",
			Setup: tree(map[string]string{portRange: ""})},
	)
}

// Without the kernel's tree nothing can be said about a parameter.
func TestValueWithoutProc(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	r := h.Run(Value{Key: "a.b", Value: "1", proc: h.Root + "/proc/sys"}.Probe())
	if r.Status == 0 {
		t.Errorf("probe printed %q", r.Stdout)
	}
}

func TestValueRefusedByTheKernel(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		tree(map[string]string{conf: "# mine\n", "/proc/sys/a/b/c": "1\n"})(t, h.Root)
		// A directory in its place refuses every write, whoever writes.
		task := Value{Key: "a.b", Value: "1", File: h.Root + conf, proc: h.Root + "/proc/sys"}
		c, err := task.Plan("live 0\nfile 644 0:0 root:root\ntext\n# mine\n")
		if err != nil {
			t.Fatal(err)
		}
		before := h.Snapshot()
		r := h.Run(c.Script())
		if r.Status == 0 || !strings.Contains(r.Stderr, `the kernel refuses "1" for a.b`) {
			t.Errorf("%s: exited with %d and %q", kind, r.Status, r.Stderr)
		}
		if h.Snapshot() != before {
			t.Errorf("%s: a refused value was written to the file", kind)
		}
	}
}

func TestValuePlans(t *testing.T) {
	forward := Value{Key: "net.ipv4.ip_forward", Value: "1"}
	taskstest.Plans(t, map[string]tasks.Task{"forward": forward})
	taskstest.Golden(t, "value-probe", forward.Probe())
}

func TestValueValidate(t *testing.T) {
	for _, v := range []Value{
		{Key: "", Value: "1"},
		{Key: "net", Value: "1"},
		{Key: "net.ipv4/../../etc", Value: "1"},
		{Key: "net..ipv4", Value: "1"},
		{Key: "net.ipv4.ip_forward", Value: " "},
		{Key: "net.ipv4.ip_forward", Value: "1\n2"},
		{Key: "net.ipv4.ip_forward", Value: "1", File: "relative.conf"},
	} {
		if v.Validate() == nil {
			t.Errorf("Validate accepts %+v", v)
		}
		if _, err := v.Plan("live 1\nabsent\n"); err == nil {
			t.Errorf("Plan accepts %+v", v)
		}
	}
}
