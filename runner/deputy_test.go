package runner_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// balanced is a lab of two web servers, whose part in the service is a file
// on a third host.
type balanced struct{ *lab }

func newBalanced(t *testing.T) balanced {
	l := balanced{newLab(t, "web1", "web2", "lb")}
	for _, h := range l.host[:2] {
		l.write("lb", h.Name, "up\n")
	}
	return l
}

func (l balanced) stage(build func(h *recipes.Host)) *recipes.Stage {
	l.t.Helper()
	p := &recipes.Play{}
	return p.Stage("s", l.host[:2], recipes.RoleFunc(func(h *recipes.Host) error { build(h); return nil }))
}

// server is the task on the load balancer that takes a server in or out.
func (l balanced) server(name, want string) tasks.Task {
	path := sh.Word(l.path("lb", name))
	return recipes.Delegated{Host: l.host[2], Task: named{"server " + name + " " + want, cell{Path: l.path("lb", name), Want: want, Do: sh.Lines(
		"mkdir "+sh.Word(l.path("lb", "busy")), // one at a time
		"echo "+sh.Word(want+"-"+name)+" >>"+sh.Word(l.path("lb", "log")),
		"sleep 0.05",
		"rmdir "+sh.Word(l.path("lb", "busy")),
		"echo "+sh.Word(want)+" >"+path,
	)}}}
}

// named is a task of another name.
type named struct {
	Name string
	tasks.Task
}

func (n named) String() string { return n.Name }

func TestDelegatedTaskIsDoneOnTheOtherHostAtItsPoint(t *testing.T) {
	t.Parallel()
	l := newBalanced(t)
	st := func() *recipes.Stage {
		return l.stage(func(h *recipes.Host) {
			h.Do(cell{Path: l.path(h.Name, "first"), Want: "1"})
			h.Do(l.server(h.Name, "down"))
			h.Do(cell{Path: l.path(h.Name, "last"), Want: "1", Needs: l.path("lb", "log")})
		})
	}
	before := l.tree()
	rec, sum, err := l.run(true, st())
	if err != nil || l.tree() != before || rec.find("-> lb: server web1 down").Result != "planned" || sum.Hosts["web1"].Waiting != 1 {
		t.Fatalf("check: %v %s", err, rec.results())
	}
	rec, sum, err = l.run(false, st())
	if web, lb := sum.Hosts["web1"], sum.Hosts["lb"]; err != nil || web.Changed != 3 || lb.Changed != 0 || lb.Trips == 0 {
		t.Fatalf("%v: web1 %+v, lb %+v", err, web, lb)
	}
	if e := rec.find("-> lb: server web2 down"); e.Host != "web2" || e.Result != "changed" {
		t.Errorf("%+v", e)
	}
	if l.read("lb", "web1") != "down\n" || l.read("lb", "web2") != "down\n" {
		t.Errorf("log %q", l.read("lb", "log"))
	}
	if rec, sum, err = l.run(false, st()); err != nil || sum.Hosts["web1"].OK != 3 || sum.Hosts["web1"].Changed != 0 {
		t.Errorf("once more: %v %s", err, rec.results())
	}
}

func TestDelegatedTaskMayBeOutsideTheLimit(t *testing.T) {
	t.Parallel()
	l := newBalanced(t)
	st := l.stage(func(h *recipes.Host) { h.Do(l.server(h.Name, "down")) })
	r := &runner.Runner{Dialer: local.Dialer{}, Limit: func(name string) bool { return name == "web1" }}
	if _, err := r.Run(t.Context(), []*recipes.Stage{st}); err != nil || l.read("lb", "log") != "down-web1\n" {
		t.Errorf("%v %q", err, l.read("lb", "log"))
	}
}

// What fails on the other host is the failure of the host whose work it is.
func TestDelegatedTaskThatFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do     sh.Script
		dialer holes
		want   string
	}{
		"the remedy fails":         {"false", nil, "web1: s: -> lb: bad: remedy exited with status 1"},
		"the other is unreachable": {"true", holes{"lb": true}, "web1: s: -> lb: bad: lb: no route"},
		"the other is lost":        {"kill -9 $$", nil, "web1: s: -> lb: bad: "},
	} {
		t.Run(name, func(t *testing.T) {
			l := newBalanced(t)
			st := l.stage(func(h *recipes.Host) {
				if h.Name == "web1" {
					h.DoOn(l.host[2], named{"bad", cell{Path: l.path("lb", "bad"), Want: "1", Do: c.do}})
				}
				h.Do(cell{Path: l.path(h.Name, "after"), Want: "1"})
			})
			rec := &record{}
			sum, err := (&runner.Runner{Dialer: c.dialer, Reporter: rec}).Run(t.Context(), []*recipes.Stage{st})
			var task *runner.TaskError
			if !errors.As(err, &task) || !strings.HasPrefix(task.Error(), c.want) {
				t.Errorf("%v, want %s", task, c.want)
			}
			if web := sum.Hosts["web1"]; web.Failed != 1 || web.Skipped != 1 || web.Unreachable || sum.Hosts["web2"].Changed != 1 {
				t.Errorf("%+v", sum.Hosts)
			}
			if lost := name != "the remedy fails"; sum.Hosts["lb"].Unreachable != lost {
				t.Errorf("lb %+v", sum.Hosts["lb"])
			}
			if e := rec.find("-> lb: bad"); e.Host != "web1" || e.Result != report.Failed {
				t.Errorf("%+v", e)
			}
		})
	}
}

// A server leaves the load balancer only for its own turn, and comes back to
// it wherever the run was killed.
func TestTurnOnALoadBalancer(t *testing.T) {
	t.Parallel()
	for _, die := range []string{"", "[ ! -e die ] || { rm die; kill -9 $$; exit 1; }"} {
		l := newBalanced(t)
		st := func() *recipes.Stage {
			return l.stage(func(h *recipes.Host) {
				restart := h.Handler("restart", meeting{sh.Lines(
					"cd "+sh.Word(l.path(h.Name, "")),
					sh.Script("{ "+die+"\n:; }"),
					"grep -qx down "+sh.Word(l.path("lb", h.Name)),
					"echo restart-"+sh.Word(h.Name)+" >>"+sh.Word(l.path("lb", "log")),
				)})
				restart.Rolling = &recipes.Rolling{Name: "web", Before: []tasks.Task{l.server(h.Name, "down")}, After: []tasks.Task{l.server(h.Name, "up")}}
				h.DoThen(cell{Path: l.path(h.Name, "conf"), Want: "1"}, restart)
			})
		}
		if rec, _, err := l.run(true, st()); err != nil || rec.find("-> lb: server web1 down").Result != "planned" || rec.find("-> lb: server web1 up").Result != "waiting" {
			t.Errorf("check: %v %s", err, rec.results())
		}
		want := "down-web1 restart-web1 up-web1 down-web2 restart-web2 up-web2"
		if die != "" {
			l.write("web1", "die", "")
			if _, _, err := l.run(false, st()); err == nil || l.read("lb", "log") != "down-web1\n" {
				t.Fatalf("%v %s", err, l.read("lb", "log"))
			}
		}
		if _, _, err := l.run(false, st()); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(l.read("lb", "log")), " "); got != want {
			t.Errorf("log %s", got)
		}
		if _, sum, err := l.run(false, st()); err != nil || sum.Hosts["web1"].Trips != 1 || sum.Hosts["lb"].Trips != 0 {
			t.Errorf("once more: %v %+v", err, sum.Hosts)
		}
	}
}

// A host that is drained where nobody can look from it, and is lost, is taken
// back by the next run although it has nothing else to do any more.
func TestDrainedElsewhereIsOwedHere(t *testing.T) {
	t.Parallel()
	l := newBalanced(t)
	st := func(do sh.Script) *recipes.Stage {
		return l.stage(func(h *recipes.Host) {
			h.TakeTurns(&recipes.Rolling{Name: "web", Before: []tasks.Task{l.server(h.Name, "down")}, After: []tasks.Task{l.server(h.Name, "up")}})
			h.Do(cell{Path: l.path(h.Name, "conf"), Want: "1", Do: do})
		})
	}
	if _, _, err := l.run(false, st("kill -9 $$")); err == nil || l.read("lb", "web1") != "down\n" {
		t.Fatalf("%v %s", err, l.read("lb", "web1"))
	}
	l.write("web1", "conf", "1\n") // by hand
	if _, _, err := l.run(false, st("")); err != nil || l.read("lb", "web1") != "up\n" || l.read("web2", "conf") != "1\n" {
		t.Errorf("%v %s", err, l.read("lb", "log"))
	}
}
