package runner_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// holder makes a task that is in sync if exactly one of the hosts holds the
// address, and keeps what they have said.
func (l *lab) holder(source sh.Script, said *string) recipes.Late {
	return recipes.Late{Name: "one holder", From: l.host, Source: source, Make: func(answers []recipes.Answer) (recipes.Made, error) {
		*said = ""
		holders := 0
		for _, a := range answers {
			word := strings.TrimSpace(a.Printed)
			if a.Err != nil {
				word = a.Err.Error()
			}
			if a.Unasked {
				word += " (unasked)"
			}
			*said += a.Host + ": " + word + "\n"
			if word == "holds" {
				holders++
			}
		}
		if holders != 1 {
			return recipes.Made{}, fmt.Errorf("%d hosts hold it", holders)
		}
		return recipes.Made{Task: cell{Path: l.path("a", "x"), Want: "absent"}}, nil
	}}
}

// each prints a word of the host that the shell is one of.
func (l *lab) each() sh.Script {
	return `h=${hrun_state##*-}; cat ` + sh.Word(l.dir) + `/"$h"/address`
}

func TestTaskIsMadeOfWhatSeveralHostsSay(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	l.write("a", "address", "no\n")
	l.write("b", "address", "holds\n")
	for _, survey := range []bool{false, true} {
		var said string
		st := (&recipes.Play{}).Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(l.holder(l.each(), &said))
			return nil
		}))
		st.Survey = survey
		rec, _, err := l.run(false, st)
		want := "a: no\nb: holds\nc: asking c: probe exited with status 1: cat: "
		if err != nil || rec.results() != "one holder=ok" || !strings.HasPrefix(said, want) {
			t.Errorf("survey %v: %v %s: %s", survey, err, rec.results(), said)
		}
		rec = &record{}
		r := &runner.Runner{Dialer: holes{"b": true}, Reporter: rec, Limit: func(host string) bool { return host != "c" }}
		_, err = r.Run(t.Context(), []*recipes.Stage{st})
		want = "a: no\nb: asking b: no route\nc: asking c: the limit leaves it out (unasked)\n"
		if err == nil || rec.results() != "one holder=failed" || said != want {
			t.Errorf("survey %v: %v %s: %s", survey, err, rec.results(), said)
		}
	}
}

// Several hosts are asked at once.
func TestHostsAreAskedAtOnce(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	meet := sh.Word(l.path("a", "met")) // each waits until all have come
	var said string
	st := (&recipes.Play{}).Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(l.holder("echo x >>"+meet+"; n=0; until [ $(wc -l <"+meet+") -ge 3 ]; do sleep 0.05; n=$((n+1)); [ $n -lt 600 ] || exit 1; done; [ \"${hrun_state##*-}\" != c ] || echo holds", &said))
		return nil
	}))
	if _, _, err := l.run(false, st); err != nil || said != "a: \nb: \nc: holds\n" {
		t.Errorf("%v: %s", err, said)
	}
}

// In check, each of the hosts may come to say something else.
func TestWhatSeveralHostsSayIsNotTrustedInCheck(t *testing.T) {
	t.Parallel()
	for i := range 3 {
		l := newLab(t, "a", "b", "c")
		for _, h := range l.host {
			l.write(h.Name, "address", map[bool]string{true: "holds\n"}[h.Name == "b"])
		}
		var said string
		p := &recipes.Play{}
		p.Stage("work", l.host[i:i+1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(cell{Path: l.path(h.Name, "y"), Want: "1"})
			return nil
		}))
		p.Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(l.holder(l.each(), &said))
			return nil
		})).Survey = true
		rec, _, err := l.run(true, p.Stages...)
		why := "made of what " + l.host[i].Name + " says, where changes are pending"
		if e := rec.find("one holder"); err != nil || e.Result != "waiting" || !strings.Contains(e.Err.Error(), why) {
			t.Errorf("%v %+v", err, e)
		}
	}
}

// A host that only answers, and was lost, is dialled anew when it is asked again.
func TestHostThatAnswersIsReachedAnew(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	once := sh.Word(l.path("b", "once"))
	var said string
	late := l.holder("if [ \"${hrun_state##*-}\" = b ] && [ ! -e "+once+" ]; then : >"+once+"; kill -9 $$; fi; [ \"${hrun_state##*-}\" != b ] || echo holds", &said)
	late.From = []inventory.Host{l.host[1]}
	st := (&recipes.Play{}).Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
		h.DoWithin(recipes.Limits{Tries: 2, Pause: time.Millisecond}, late)
		return nil
	}))
	st.Survey = true
	if rec, _, err := l.run(false, st); err != nil || rec.find("one holder").Tries != 2 {
		t.Errorf("%v: %s: %s", err, rec.results(), said)
	}
}

func TestMistakesOfLateTasks(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	good := recipes.Late{Name: "late", From: l.host, Source: "true", Make: unmade}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for want, late := range map[string]recipes.Late{
		"needs a name":                    {Name: "late", Source: "true", Make: unmade},
		`asks the host "": each needs a`:  {Name: "late", From: []inventory.Host{{}}, Source: "true", Make: unmade},
		`asks the host "a": each needs a`: {Name: "late", From: []inventory.Host{l.host[0], l.host[0]}, Source: "true", Make: unmade},
	} {
		if err := late.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
