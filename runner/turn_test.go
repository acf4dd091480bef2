package runner_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// farm is a lab of hosts behind a load balancer. Everything that is done to a
// host is logged, nothing is done to a host while another one is drained, and
// the run can be killed before and after each of the steps.
type farm struct{ *lab }

func newFarm(t *testing.T) farm {
	f := farm{newLab(t, "a", "b")}
	for _, h := range f.host {
		f.write(h.Name, "drained", "no\n")
	}
	return f
}

// step is the script of a step, which can be made to die or fail around it.
func (f farm) step(host, name string, do sh.Script) sh.Script {
	other := map[string]string{"a": "b", "b": "a"}[host]
	die := func(when string) sh.Script {
		at := sh.Word(f.path(host, "die-"+when+"-"+name))
		return "if [ -e " + at + " ]; then rm " + at + "; kill -9 $$; exit 1; fi"
	}
	return sh.Lines(
		die("before"),
		"[ ! -e "+sh.Word(f.path(host, "fail-"+name))+" ]",
		"[ $(cat "+sh.Word(f.path(other, "drained"))+") = no ]",
		"echo "+sh.Word(name+"-"+host)+" >>"+sh.Word(f.path("a", "log")),
		do,
		die("after"),
	)
}

func (f farm) cell(host, step, file, want string) tasks.Task {
	path := f.path(host, file)
	return cell{Path: path, Want: want, Do: f.step(host, step, "echo "+sh.Word(want)+" >"+sh.Word(path))}
}

// drain is a task with a name of its own.
type drain struct{ tasks.Task }

func (drain) String() string { return "drain" }

func (f farm) rolling(host string) *recipes.Rolling {
	return &recipes.Rolling{
		Name:   "farm",
		Before: []tasks.Task{drain{f.cell(host, "drain", "drained", "yes")}},
		After:  []tasks.Task{f.cell(host, "undrain", "drained", "no")},
		Gate:   gate(f.path(host, "healthy"), host, f.path("a", "log")),
	}
}

// handlers is a stage whose handlers roll; whole is one that does as a whole.
func (f farm) handlers(value string) *recipes.Stage {
	return f.stage("s", func(h *recipes.Host) {
		hd := h.Handler("restart", meeting{f.step(h.Name, "work", "true")})
		hd.Rolling = f.rolling(h.Name)
		h.DoThen(cell{Path: f.path(h.Name, "conf"), Want: value}, hd)
	})
}

func (f farm) whole(value string) *recipes.Stage {
	return f.stage("s", func(h *recipes.Host) {
		h.TakeTurns(f.rolling(h.Name))
		h.Do(f.cell(h.Name, "work", "conf", value))
	})
}

// settled fails the test unless all hosts are done, well, and owe nothing.
func (f farm) settled(st *recipes.Stage, value string) {
	f.t.Helper()
	for _, h := range f.host {
		if got := f.read(h.Name, "drained") + f.read(h.Name, "conf"); got != "no\n"+value+"\n" {
			f.t.Errorf("%s: drained and configuration %q", h.Name, got)
		}
	}
	_, sum, err := f.run(false, st)
	if a, b := sum.Hosts["a"], sum.Hosts["b"]; err != nil || a.Changed+b.Changed != 0 || a.Trips != 1 || b.Trips != 1 {
		f.t.Errorf("once more: %v %+v", err, sum.Hosts)
	}
}

func (f farm) log() string {
	f.t.Helper()
	log := strings.Join(strings.Fields(f.read("a", "log")), " ")
	f.remove("a", "log")
	return log
}

// eachKind runs the test with handlers that roll and with a stage that does.
func eachKind(t *testing.T, test func(t *testing.T, f farm, stage func(value string) *recipes.Stage)) {
	t.Run("handlers", func(t *testing.T) { f := newFarm(t); test(t, f, f.handlers) })
	t.Run("stage", func(t *testing.T) { f := newFarm(t); test(t, f, f.whole) })
}

const (
	turnOfA = "drain-a work-a undrain-a gate-a"
	turnOfB = "drain-b work-b undrain-b gate-b"
)

func TestTurnEnclosesTheWork(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		if _, _, err := f.run(false, stage("1")); err != nil {
			t.Fatal(err)
		}
		if got := f.log(); got != turnOfA+" "+turnOfB {
			t.Errorf("log %s", got)
		}
		f.settled(stage("1"), "1")

		// Only a host that has something to do takes a turn.
		f.write("a", "conf", "2\n")
		f.remove("b", "healthy")
		rec, sum, err := f.run(false, stage("2"))
		if got := f.log(); err != nil || got != turnOfB || sum.Hosts["a"].Trips > 2 || sum.Hosts["a"].Changed != 0 {
			t.Errorf("%v: log %s: %s", err, got, rec.results())
		}
	})
}

func TestTurnIsForeseen(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		before := f.tree()
		rec, sum, err := f.run(true, stage("1"))
		if err != nil || f.tree() != before {
			t.Fatalf("check: %v", err)
		}
		for task, want := range map[string]string{"drain": "planned", "cell drained": "waiting", "cell conf": "planned"} {
			if e := rec.find(task); string(e.Result) != want {
				t.Errorf("%s is %s, want %s", task, e.Result, want)
			}
		}
		if sum.Hosts["a"].Waiting != 1 {
			t.Errorf("%+v", sum.Hosts["a"])
		}
		if _, _, err := f.run(false, stage("1")); err != nil {
			t.Fatal(err)
		}
		if rec, sum, err := f.run(true, stage("1")); err != nil || strings.Contains(rec.results(), "drain") || sum.Hosts["a"].Trips != 1 {
			t.Errorf("%v %s", err, rec.results())
		}
	})
}

// Wherever a run is killed in a turn, the next one ends the turn, before any
// other host begins one.
func TestTurnThatWasKilledIsEndedByTheNextRun(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"drain", "work", "undrain", "gate"} {
		for _, when := range []string{"before", "after"} {
			t.Run(fmt.Sprint(when, " ", step), func(t *testing.T) {
				eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
					point := "die-" + when + "-" + step
					if step == "gate" {
						f.write("a", "sick", "")
					} else {
						f.write("a", point, "")
					}
					_, sum, err := f.run(false, stage("1"))
					if err == nil || strings.Contains(f.read("a", "log"), "work-b") || sum.Hosts["b"].Skipped == 0 {
						t.Fatalf("%v %+v: %s", err, sum.Hosts, f.read("a", "log"))
					}
					if step == "gate" {
						f.remove("a", "sick")
					}
					if _, _, err := f.run(false, stage("1")); err != nil {
						t.Fatalf("the next run: %v: log %s", err, f.log())
					}
					log := f.log()
					if !strings.HasSuffix(log, turnOfB) || strings.Count(log, "-b") != 4 || strings.Count(log, "gate-a") != 1 {
						t.Errorf("log %s", log)
					}
					f.settled(stage("1"), "1")
				})
			})
		}
	}
}

// Where draining fails the service was not touched: it is given back to its
// clients at once, and by the next run if that cannot be done now.
func TestBeforeThatFailsIsUndone(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{false, true} {
		t.Run(fmt.Sprint("undrain fails: ", lost), func(t *testing.T) {
			eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
				sick := func(value string) *recipes.Stage {
					st := stage(value)
					h := st.Hosts[0]
					r := h.Rolling
					if r == nil {
						r = h.Handlers[0].Rolling
					}
					r.Before = append(r.Before, cell{Path: f.path("a", "idle"), Want: "yes", Do: "false"}, cell{Path: f.path("a", "never"), Want: "yes"})
					return st
				}
				if lost {
					f.write("a", "fail-undrain", "")
				}
				rec, sum, err := f.run(false, sick("1"))
				var task *runner.TaskError
				if !errors.As(err, &task) || task.Task != "cell idle" || sum.Hosts["b"].Skipped == 0 {
					t.Fatalf("%v %s", err, rec.results())
				}
				want, drained := "drain-a undrain-a gate-a", "no\n"
				if lost {
					want, drained = "drain-a", "yes\n"
				}
				if log := f.log(); log != want || f.read("a", "drained") != drained {
					t.Errorf("log %s, drained %s", log, f.read("a", "drained"))
				}
				if e := rec.find("cell never"); e.Result != "skipped" {
					t.Errorf("cell never is %s", e.Result)
				}
				if lost {
					f.remove("a", "fail-undrain")
				}
				if _, _, err := f.run(false, stage("1")); err != nil {
					t.Fatal(err)
				}
				f.settled(stage("1"), "1")
			})
		})
	}
}

// A host whose work has failed is not given back to its clients.
func TestAfterIsNotDoneWhereTheWorkHasFailed(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		f.write("a", "fail-work", "")
		if _, _, err := f.run(false, stage("1")); err == nil || f.read("a", "drained") != "yes\n" {
			t.Errorf("%v: drained %s", err, f.read("a", "drained"))
		}
		f.remove("a", "fail-work")
		if _, _, err := f.run(false, stage("1")); err != nil {
			t.Fatal(err)
		}
		if log := f.log(); log != turnOfA+" "+turnOfB {
			t.Errorf("log %s", log)
		}
		f.settled(stage("1"), "1")
	})
}

// What cannot be judged is told before anybody is drained for it.
func TestNobodyIsDrainedForWhatCannotBeJudged(t *testing.T) {
	t.Parallel()
	f := newFarm(t)
	st := f.stage("s", func(h *recipes.Host) {
		h.TakeTurns(f.rolling(h.Name))
		h.Do(cell{Path: f.path(h.Name, "conf"), Want: "1", Needs: f.path(h.Name, "missing")})
	})
	if _, sum, err := f.run(false, st); err == nil || sum.Hosts["a"].Failed != 1 || f.read("a", "drained") != "no\n" {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}
