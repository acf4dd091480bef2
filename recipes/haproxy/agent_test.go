package haproxy

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/files"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestAgentIsPOSIXShell(t *testing.T) {
	agent, err := files.Text("ocf/haproxy")
	if err != nil {
		t.Fatal(err)
	}
	taskstest.Syntax(t, "agent", sh.Script(agent))
}

func TestAgentReloadGolden(t *testing.T) {
	taskstest.Golden(t, "agent-reload-do", agentReload{}.Do())
	taskstest.Golden(t, "agent-reload-paid", agentReload{}.Paid())
}

func TestReloadIsTheManagers(t *testing.T) {
	for manager, want := range map[Manager]any{
		Systemd: systemd.Reload("haproxy"), PacemakerUnit: systemd.Reload("haproxy"), Pacemaker: agentReload{},
	} {
		h, err := build(Proxy{ManagedBy: manager})
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Handlers) != 1 || h.Handlers[0].Name != Reload || h.Handlers[0].Action != want {
			t.Errorf("managed by %q: handlers are %+v", manager, h.Handlers)
		}
	}
}

func TestTheUnitIsTheManagers(t *testing.T) {
	for manager, want := range map[Manager]systemd.Unit{
		Systemd:       systemd.Running("haproxy"),
		Pacemaker:     systemd.Off("haproxy"),
		PacemakerUnit: {Name: "haproxy", Boot: systemd.Disabled},
	} {
		h, err := build(Proxy{ManagedBy: manager})
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Work[len(h.Work)-1]; got.Task != want {
			t.Errorf("managed by %q: %+v, want %+v", manager, got.Task, want)
		}
	}
}

// runAgainst runs a script of the action with an agent that only returns the
// status, and this test as the haproxy that it started.
func runAgainst(t *testing.T, script sh.Script, status int, owed string) int {
	t.Helper()
	h := taskstest.NewHost(t, "dash", nil)
	agent, pidfile := filepath.Join(h.Root, "agent"), filepath.Join(h.Root, "pid")
	for name, body := range map[string]string{
		agent: "#!/bin/sh\nexit " + strconv.Itoa(status) + "\n", pidfile: strconv.Itoa(os.Getpid()) + "\n",
	} {
		if err := os.WriteFile(name, []byte(body), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	text := strings.NewReplacer(AgentPath, agent, "/usr/lib/ocf/lib/heartbeat/ocf-shellfuncs", agent, "/run/haproxy.pid", pidfile).Replace(string(script))
	r := h.Run(sh.Script(owed + "\n" + text))
	t.Log(r.Stderr)
	return r.Status
}

func TestAgentReloadPaid(t *testing.T) {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		t.Fatal(err)
	}
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		t.Fatal(err)
	}
	_, fields, _ := strings.Cut(string(stat), ") ")
	started, err := strconv.Atoi(strings.Fields(fields)[19])
	if err != nil {
		t.Fatal(err)
	}
	debt := func(boot string, at string) string { return "owed_boot=" + boot + " owed_at=" + at }
	boot := strings.TrimSpace(string(id))
	for _, c := range []struct {
		name    string
		monitor int
		owed    string
		want    int
	}{
		{"not here", 7, debt(boot, "1"), 0},
		{"not here, change under way", 7, debt(boot, "-"), 0},
		{"in doubt", 1, debt(boot, "1"), 1},
		{"no agent that works", 5, debt(boot, "1"), 2},
		{"started since", 0, debt(boot, strconv.Itoa(started-1)), 0},
		{"started in the same moment", 0, debt(boot, strconv.Itoa(started)), 1},
		{"started before", 0, debt(boot, strconv.Itoa(started+1)), 1},
		{"change under way", 0, debt(boot, "-"), 1},
		{"booted since", 0, debt("another", "-"), 0},
	} {
		if got := runAgainst(t, agentReload{}.Paid(), c.monitor, c.owed); got != c.want {
			t.Errorf("%s: status %d, want %d", c.name, got, c.want)
		}
	}
}

// A run that ended between the configuration and the agent left a debt, which
// must not keep the next run from going on.
func TestAgentReloadIsPaidWhereNoAgentIs(t *testing.T) {
	for _, missing := range []string{AgentPath, "/usr/lib/ocf/lib/heartbeat/ocf-shellfuncs"} {
		text := strings.ReplaceAll(string(agentReload{}.Paid()), missing, "/nowhere")
		if r := taskstest.NewHost(t, "dash", nil).Run("owed_boot=x owed_at=-\n" + sh.Script(text)); r.Status != 0 {
			t.Errorf("without %s: %v", missing, r.Err())
		}
	}
}

func TestAgentReloadDo(t *testing.T) {
	for status, want := range map[int]int{0: 0, 7: 0, 1: 1, 2: 2} {
		if got := runAgainst(t, agentReload{}.Do(), status, ""); got != want {
			t.Errorf("agent returned %d: status %d, want %d", status, got, want)
		}
	}
}

var _ recipes.Role = Proxy{}
