package runner_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report/human"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// A program that embeds the runner need not say what its inventory knows.
func TestSecretsOfTheInventoryNeverShow(t *testing.T) {
	t.Setenv("HRUN_TEST_TOKEN", "Tr0ub4dor-and-Th1rty")
	l := newLab(t, "a")
	inv, err := inventory.New(l.host...)
	if err == nil {
		inv, err = inv.WithExtra(`{"token": {"env": "HRUN_TEST_TOKEN"}}`)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	r := runner.Runner{Dialer: local.Dialer{}, Reporter: human.New(&out, human.Options{Verbose: true, Diff: true})}
	_, err = r.Apply(t.Context(), func(recipes.Facts) (*recipes.Play, error) {
		return recipes.Build(inv, nil, reciper(func(p *recipes.Play) error {
			var token string
			p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
				err := h.Decode("token", &token)
				h.Do(plain{token})
				return err
			}))
			return nil
		}))
	})
	var broke *runner.PanicError
	if !errors.As(err, &broke) || broke.Value != "what is (secret)\n" || !strings.Contains(out.String(), "panic_test.go:") {
		t.Errorf("%v\n%s", err, out.String())
	}
	mustNotShow(t, out.String()+err.Error())
}

type reciper func(*recipes.Play) error

func (f reciper) Build(p *recipes.Play) error { return f(p) }

// plain is a task that does not know that its text is secret, and breaks off.
type plain struct{ text string }

func (p plain) String() string                        { return "plain " + p.text }
func (p plain) Probe() sh.Script                      { return sh.Cmd("echo", p.text) }
func (p plain) Plan(got string) (tasks.Change, error) { panic("what is " + got) }
