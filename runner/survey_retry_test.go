package runner_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// settlingAfter is a cell that comes right by itself once it has been looked at
// so many times.
type settlingAfter struct {
	cell
	times string
	log   string
}

func (s settlingAfter) Probe() sh.Script {
	log := sh.Word(s.log)
	return "echo x >>" + log + "; if [ $(wc -l <" + log + ") -gt " + sh.Script(s.times) + " ]; then echo 1; else echo 0; fi"
}

// What has tries left is asked again, and what it is made of too.
func TestSurveyTriesAgain(t *testing.T) {
	t.Parallel()
	for tries, want := range map[int]string{
		2: "cell good=ok cell x=failed made=failed",
		3: "cell good=ok cell x=ok made=ok",
	} {
		l := newLab(t, "a")
		asked, log := sh.Word(l.path("a", "asked")), l.path("a", "log")
		limits := recipes.Limits{Tries: tries, Pause: time.Millisecond}
		st := l.survey("s", func(h *recipes.Host) {
			h.Do(cell{Path: l.path("a", "good"), Want: "absent"})
			h.DoWithin(limits, settlingAfter{cell{Path: l.path("a", "x"), Want: "1"}, "2", log})
			h.DoWithin(limits, recipes.Late{
				Name: "made", From: l.host, Source: "echo x >>" + asked + "; wc -l <" + asked,
				Make: func(said []recipes.Answer) (recipes.Made, error) {
					if n := strings.TrimSpace(said[0].Printed); n != "3" {
						return recipes.Made{Task: cell{Path: l.path("a", "never"), Want: n}}, nil
					}
					return recipes.Made{Task: cell{Path: l.path("a", "never"), Want: "absent"}}, nil
				},
			})
		})
		rec, sum, err := l.run(false, st)
		if got := rec.results(); got != want || (err == nil) != (tries == 3) || rec.find("cell x").Tries != tries || rec.find("made").Tries != tries {
			t.Errorf("%d tries: %v: %s", tries, err, got)
		}
		if l.read("a", "asked") != strings.Repeat("x\n", tries) || sum.Hosts["a"].OK+sum.Hosts["a"].Failed != 3 {
			t.Errorf("%d tries: %q, %+v", tries, l.read("a", "asked"), sum.Hosts)
		}
	}
}

// A probe that hangs, or a source that does, is one finding among others.
func TestSurveyGoesOnAfterWhatHangs(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := l.survey("s", func(h *recipes.Host) {
		h.Do(
			hanging{},
			recipes.Late{Name: "made", From: l.host, Source: hangs, Make: unmade},
			cell{Path: l.path("a", "x"), Want: "absent"},
		)
	})
	rec := &record{}
	_, err := hurried(rec).Run(t.Context(), []*recipes.Stage{st})
	if got := rec.results(); !errors.As(err, new(*runner.TimeoutError)) || got != "hanging=failed made=failed cell x=ok" {
		t.Errorf("%v: %s", err, got)
	}
}

// Nor does it keep the same host from other answers.
func TestQuestionThatHangsIsOneOfSeveral(t *testing.T) {
	t.Parallel()
	for _, survey := range []bool{true, false} {
		for from := range 2 {
			l := newLab(t, "a", "b")
			st := (&recipes.Play{}).Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
				for i, source := range []sh.Script{"echo absent", hangs, "echo absent"} {
					h.Do(recipes.Late{Name: "made" + strconv.Itoa(i), From: l.host[from : from+1], Source: source, Make: func(said []recipes.Answer) (recipes.Made, error) {
						if said[0].Unasked {
							t.Error("nobody was asked")
						}
						return recipes.Made{Task: cell{Path: l.path("a", "x"), Want: strings.TrimSpace(said[0].Printed)}}, said[0].Err
					}})
				}
				return nil
			}))
			st.Survey = survey
			rec := &record{}
			_, err := hurried(rec).Run(t.Context(), []*recipes.Stage{st})
			want := map[bool]string{true: "made0=ok made1=failed made2=ok", false: "made0=ok made1=failed made2=skipped"}[survey]
			if got := rec.results(); !errors.As(err, new(*runner.TimeoutError)) || got != want {
				t.Errorf("survey %v, from %d: %v: %s", survey, from, err, got)
			}
		}
	}
}

// A limit of a task holds for the question that it is made of, too, wherever that
// is put.
func TestQuestionHasTheLimitOfItsTask(t *testing.T) {
	t.Parallel()
	for from := range 2 {
		l := newLab(t, "a", "b")
		st := (&recipes.Play{}).Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.DoWithin(recipes.Limits{Timeout: time.Second}, recipes.Late{Name: "made", From: l.host[from : from+1], Source: hangs, Make: unmade})
			return nil
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		_, err := (&runner.Runner{Dialer: local.Dialer{}}).Run(ctx, []*recipes.Stage{st})
		cancel()
		if late := (*runner.TimeoutError)(nil); !errors.As(err, &late) || late.Limit != time.Second {
			t.Errorf("from %d: %v", from, err)
		}
	}
}

// hanging is a task whose probe does not end.
type hanging struct{ cell }

func (hanging) String() string   { return "hanging" }
func (hanging) Probe() sh.Script { return hangs }

// Nothing is under way in a survey, so that a lost connection costs a login.
func TestSurveyGoesOnAfterALoss(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.write("a", "x", "1\n")
	st := m.stage("s", func(h *recipes.Host) { h.Do(m.slow(), cell{Path: m.path("a", "y"), Want: "1"}) })
	st.Survey = true
	rec, err := m.on(st, nil, once(probing, func() { m.cut(1) }))
	if got := rec.results(); err == nil || got != "cell x=ok cell y=failed" {
		t.Errorf("%v: %s", err, got)
	}
}

// Where it does not come back, what was not judged is skipped, and what was is
// told.
func TestSurveyOfAHostThatIsLost(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) {
		h.DoWithin(recipes.Limits{Tries: 2, Pause: time.Millisecond}, cell{Path: m.path("a", "x"), Want: "1"})
		h.Do(cell{Path: m.path("a", "y"), Want: "absent"})
	})
	st.Survey = true
	trying := func(e report.Event) bool { return strings.Contains(e.Line, "next try in") }
	rec, err := m.on(st, nil, once(trying, func() { m.cut(100) }))
	var lost *runner.HostError
	if !errors.As(err, &lost) || !lost.Lost || lost.Task != "" || rec.results() != "cell x=failed cell y=ok" {
		t.Errorf("%v: %s", err, rec.results())
	}
}

// A survey that is interrupted tells what it has judged by then.
func TestSurveyThatIsInterrupted(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := l.survey("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path("a", "good"), Want: "absent"})
		h.DoWithin(recipes.Limits{Tries: 1000, Pause: time.Hour}, cell{Path: l.path("a", "x"), Want: "1"})
	})
	ctx, cancel := context.WithCancel(t.Context())
	rec := &record{}
	r := &runner.Runner{Dialer: local.Dialer{}, Reporter: report.Tee(rec, report.Func(func(e report.Event) {
		if strings.Contains(e.Line, "next try in") {
			cancel()
		}
	}))}
	_, err := r.Run(ctx, []*recipes.Stage{st})
	if got := rec.results(); !errors.Is(err, context.Canceled) || got != "cell good=ok cell x=failed" {
		t.Errorf("%v: %s", err, got)
	}
}
