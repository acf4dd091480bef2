package runner_test

import (
	"errors"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// finding is a cell that says what it has seen.
type finding struct {
	cell
	wrong string // what cannot be judged
}

var errWrong = errors.New("this is wrong")

func (f finding) Plan(got string) (tasks.Change, error) {
	c, err := f.cell.Plan(got)
	c.Found = "seen: " + got
	if f.wrong+"\n" == got {
		return c, errWrong
	}
	return c, err
}

// What was found is told whatever becomes of the task, by its last look, and
// without secrets.
func TestWhatWasFoundIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		is, want, wrong string
		check, survey   bool
		result, found   string
	}{
		"ok":          {is: "1", want: "1", result: "ok", found: "seen: 1\n"},
		"planned":     {is: "1", want: "2", check: true, result: "planned", found: "seen: 1\n"},
		"changed":     {is: "1", want: "2", result: "changed", found: "seen: 2\n"},
		"not judged":  {is: "1", want: "2", wrong: "1", result: "failed", found: "seen: 1\n"},
		"surveyed ok": {is: "1", want: "1", survey: true, result: "ok", found: "seen: 1\n"},
		"different":   {is: "1", want: "2", survey: true, result: "failed", found: "seen: 1\n"},
		"wrong":       {is: "1", want: "2", wrong: "1", survey: true, result: "failed", found: "seen: 1\n"},
		"secret":      {is: "hunter22", want: "hunter22", result: "ok", found: "seen: (secret)\n"},
	} {
		for _, way := range []string{"itself", "turns", "delegated", "late"} {
			l := newLab(t, "a", "b")
			l.write("b", "x", c.is+"\n")
			f := finding{cell{Path: l.path("b", "x"), Want: c.want, Hidden: sh.NewSecret("hunter22")}, c.wrong}
			st := (&recipes.Play{}).Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
				switch way {
				case "itself", "turns":
					h.Do(f)
				case "delegated":
					h.DoOn(l.host[1], f)
				default:
					h.Do(recipes.Late{Name: "late", From: l.host, Source: "true", Make: func([]recipes.Answer) (recipes.Made, error) {
						return recipes.Made{Task: f}, nil
					}})
				}
				return nil
			}))
			st.Survey = c.survey
			if way == "turns" {
				st.Hosts[0].TakeTurns(&recipes.Rolling{Name: "r"})
			}
			rec, _, _ := l.run(c.check, st)
			if e := rec.events[0]; string(e.Result) != c.result || e.Found != c.found || e.Result == "failed" && c.wrong != "" && len(e.Steps) > 0 {
				t.Errorf("%s, %s: %+v", name, way, e)
			}
		}
	}
}

// hinted is an error that says what to do.
type hinted struct{ error }

func (h hinted) Unwrap() error { return h.error }
func (hinted) Hint() string    { return "ask hunter22" }

type hinting struct{ cell }

func (hinting) Plan(string) (tasks.Change, error) { return tasks.Change{}, hinted{errWrong} }

func TestErrorOfAPlanSaysWhatToDo(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(hinting{cell{Path: l.path("a", "x"), Hidden: sh.NewSecret("hunter22")}})
	}))
	if e := rec.find("cell x"); !errors.Is(err, errWrong) || e.Hint != "ask (secret)" {
		t.Errorf("%v %+v", err, e)
	}
}
