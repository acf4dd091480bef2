package verify_test

import (
	"io"
	"net"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vrrp/verify"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// host stands in for systemd and its journal.
func host(active, journal string) map[string]string {
	return map[string]string{
		"systemctl": `case $1 in is-active) exit ` + active + ` ;; show) echo 0123 ;; *) exit 64 ;; esac`,
		"journalctl": `[ "$*" = '--quiet --output=cat _SYSTEMD_INVOCATION_ID=0123' ] || exit 64
cat <<'END'
Starting Keepalived v2.2.7 (01/16,2022)
` + journal + `END`,
	}
}

func TestFit(t *testing.T) {
	fit := func(string) tasks.Task { return verify.Fit("VI_1") }
	const began = "VRRP_Script(haproxy) succeeded\n(VI_1) Entering BACKUP STATE\n"
	const failed = "VRRP_Script(gateway) timed_out\nVRRP_Script(haproxy) failed (exited with status 1)\nVRRP_Script(other) failed\nVRRP_Script(other) succeeded\n(VI_1) Entering FAULT STATE\n"
	taskstest.Conform(t,
		taskstest.Case{Name: "backup", Task: fit, Commands: host("0", began), InSync: true},
		taskstest.Case{Name: "master", Task: fit, Commands: host("0", began+"(VI_1) Entering MASTER STATE\n(VI_2) Entering FAULT STATE\n"), InSync: true},
		taskstest.Case{Name: "a journal that was emptied", Task: fit, Commands: host("0", ""), InSync: true},
		taskstest.Case{Name: "fault", Task: fit, Commands: host("0", began+failed), Refused: "does not want the address: the script gateway haproxy fails"},
		taskstest.Case{Name: "fault of a link", Task: fit, Commands: host("0", began+"(VI_1) Entering FAULT STATE\n"), Refused: "is in the state FAULT and does not want the address"},
		taskstest.Case{Name: "well again", Task: fit, Commands: host("0", failed+began), InSync: true},
		taskstest.Case{Name: "stopped", Task: fit, Commands: host("3", ""), Refused: "keepalived does not run"},
	)
	taskstest.Golden(t, "fit-probe", verify.Fit("VI_1").Probe())
}

// haproxy listens at the socket for as long as the test lasts, and says this.
func haproxy(answer string) func(t testing.TB, root string) {
	return func(t testing.TB, root string) {
		l, err := net.Listen("unix", filepath.Join(root, "admin.sock"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for c, err := l.Accept(); err == nil; c, err = l.Accept() {
				if answer == "" {
					t.Cleanup(func() { _ = c.Close() }) // one that hangs
					continue
				}
				if _, err := io.ReadFull(c, make([]byte, len("show info\n"))); err == nil {
					_, _ = io.WriteString(c, answer)
				}
				_ = c.Close()
			}
		}()
	}
}

func TestAnswers(t *testing.T) {
	answers := func(root string) tasks.Task { return verify.Answers(root + "/admin.sock") }
	taskstest.Conform(t,
		taskstest.Case{Name: "answers", Task: answers, Setup: haproxy("Name: HAProxy\nVersion: 2.6.12\nUptime_sec: 4\n"), MachineTools: true, InSync: true},
		taskstest.Case{Name: "does not run", Task: answers, MachineTools: true, Refused: "haproxy does not run"},
	)
	h := taskstest.NewHost(t, "dash", nil)
	haproxy("")(t, h.Root)
	if _, err := h.Plan(answers(h.Root)); err == nil || err.Error() != "haproxy runs, and does not answer at "+h.Root+"/admin.sock: it hangs, and so do its clients" {
		t.Errorf("one that hangs: %v", err)
	}
}

// Nothing in it may ever change anything, or keep other faults from being told.
func TestEveryStageIsABoundedSurvey(t *testing.T) {
	for _, s := range recipestest.Build(t, recipestest.Inventory(t, pair), verify.Recipe{}).Stages {
		for _, h := range s.Hosts {
			for _, w := range h.Work {
				if !s.Survey || w.Limits.Timeout <= 0 {
					t.Errorf("stage %s: %s: %s: survey %v, limit %v", s.Name, h.Name, w.Task, s.Survey, w.Limits.Timeout)
				}
			}
		}
	}
}
