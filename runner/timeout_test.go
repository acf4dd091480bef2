package runner_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// hurried is a Runner that lets no script take longer than 3 s, which under
// any load is enough for those that do not hang.
func hurried(rec *record) *runner.Runner {
	return &runner.Runner{Dialer: local.Dialer{}, Reporter: rec, TaskTimeout: 3 * time.Second}
}

// hangs is a script that says a word, and hangs.
const hangs = "echo thinking; sleep 600"

// mustBeLate checks that the host has failed because something took too long,
// and that it is not taken for lost.
func mustBeLate(t *testing.T, rec *record, err error, task, what string) {
	t.Helper()
	var failed *runner.TaskError
	var late *runner.TimeoutError
	if !errors.As(err, &failed) || failed.Task != task || !errors.As(err, &late) || late.What != what || late.Line != "thinking" {
		t.Errorf("error %v", err)
	}
	if errors.As(err, new(*runner.HostError)) {
		t.Errorf("a lost host: %v", err)
	}
	e := rec.find(task)
	if e.Result != report.Failed || !errors.As(e.Err, &late) || !strings.Contains(e.Hint, "--task-timeout") {
		t.Errorf("told %+v", e)
	}
	for _, e := range rec.events {
		if e.Kind == report.Host {
			t.Errorf("told %+v", e)
		}
	}
}

func TestFactThatHangsHasFailed(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	rec := &record{}
	sum, err := hurried(rec).Apply(t.Context(), l.builder(func(p *recipes.Play) error {
		a, _ := p.Inventory.Host("a")
		p.Fact(a, "quick", "echo 1")
		p.Fact(a, "slow", hangs)
		return nil
	}))
	mustBeLate(t, rec, err, "fact slow", "probe")
	if a := sum.Hosts["a"]; a.Failed != 1 || a.Unreachable {
		t.Errorf("counted %+v", a)
	}
}

func TestRankThatHangsFailsTheFirstTask(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	stage := func() *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			h.Do(cell{Path: l.path("a", "x"), Want: "1"})
			h.Rolling = &recipes.Rolling{Name: "one", Rank: "cat " + sh.Word(l.path("a", "rank")) + " 2>&1 || { " + hangs + "; }"}
		})
	}
	rec := &record{}
	sum, err := hurried(rec).Run(t.Context(), []*recipes.Stage{stage()})
	mustBeLate(t, rec, err, "cell x", "rank")
	if a := sum.Hosts["a"]; a.Failed != 1 || a.Unreachable {
		t.Errorf("counted %+v", a)
	}
	l.write("a", "rank", "1\n")
	if _, err := hurried(&record{}).Run(t.Context(), []*recipes.Stage{stage()}); err != nil || l.read("a", "x") != "1\n" {
		t.Errorf("cured: %v, x has %s", err, l.read("a", "x"))
	}
}

// A value that does not come fails the task that is made of it, whoever was to
// say it.
func TestValueThatHangsFailsItsTask(t *testing.T) {
	t.Parallel()
	for from := range 2 {
		l := newLab(t, "a", "b")
		rec := &record{}
		st := l.stage("s", func(h *recipes.Host) {
			if h.Name == "a" {
				h.Do(recipes.Late{Name: "made", From: []inventory.Host{l.host[from]}, Source: hangs, Make: unmade})
			}
		})
		_, err := hurried(rec).Run(t.Context(), []*recipes.Stage{st})
		mustBeLate(t, rec, err, "made", "probe")
	}
}

func TestExecKeepsWhatWasPrintedInTime(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	var got runner.ExecResult
	err := hurried(&record{}).Exec(t.Context(), l.host, "echo out; echo err >&2; printf unfinished; sleep 600", func(r runner.ExecResult) { got = r })
	var late *runner.TimeoutError
	if err != nil || !errors.As(got.Err, &late) || got.Stdout != "out\nunfinished" || got.Stderr != "err\n" || got.Took != late.Limit {
		t.Errorf("%v: %+v", err, got)
	}
}

func unmade(said []recipes.Answer) (recipes.Made, error) { return recipes.Made{}, said[0].Err }
