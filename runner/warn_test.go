package runner_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// What a play warns of is told once, before anything is done, with secrets
// masked, however often the play is built.
func TestPlayWarns(t *testing.T) {
	t.Parallel()
	for _, check := range []bool{false, true} {
		l := newLab(t, "a", "b")
		l.write("a", "colour", "red\n")
		l.write("b", "colour", "blue\n")
		rec, _, err := l.apply(check, func(p *recipes.Play) error {
			p.Conceal(sh.NewSecret("hunter22"))
			p.Warn("the password is %s", "hunter22")
			p.Warn("the password is %s", "hunter22")
			p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
				colour, known := lineOf("colour", l.path(h.Name, "colour")).Of(h)
				if !known {
					return nil
				}
				p.Warn("%s is %s", h.Name, colour)
				h.Do(cell{Path: l.path(h.Name, "x"), Want: "1"})
				return nil
			}))
			return nil
		})
		var told []string
		for _, e := range rec.events {
			if e.Kind == report.Warning {
				told = append(told, e.Warning)
			} else {
				told = append(told, string(e.Kind))
			}
		}
		if got := strings.Join(told, "; "); err != nil || got != "the password is (secret); a is red; b is blue; task; task; summary" {
			t.Errorf("check %v: %v: %s", check, err, got)
		}
	}
}
