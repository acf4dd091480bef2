package runner

import (
	"encoding/base64"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// mask hides the secrets of a play, by value, in everything that is shown: as
// they are, and in the encoding in which scripts carry bytes.
type mask struct{ r *strings.Replacer }

// shortest is the length in bytes from which on a value is masked. A shorter
// one hides little and would tear holes into ordinary text.
const shortest = 4

func newMask(stages []*recipes.Stage) *mask {
	var pairs []string
	hide := func(value string) {
		if len(value) >= shortest {
			pairs = append(pairs, value, sh.Masked, base64.StdEncoding.EncodeToString([]byte(value)), sh.Masked)
		}
	}
	for _, s := range stages {
		for _, h := range s.Hosts {
			hide(string(h.Connection.Password))
			hide(string(h.Connection.Become.Password))
			for _, w := range h.Work {
				if t, ok := w.Task.(tasks.Secretive); ok {
					for _, secret := range t.Secrets() {
						hide(secret.Reveal())
					}
				}
			}
		}
	}
	return &mask{strings.NewReplacer(pairs...)}
}

func (m *mask) string(s string) string { return m.r.Replace(s) }

func (m *mask) event(e *report.Event) {
	e.Stderr, e.Line, e.Hint = m.string(e.Stderr), m.string(e.Line), m.string(e.Hint)
	e.Err = m.error(e.Err)
	for i := range e.Steps {
		s := &e.Steps[i]
		s.Was, s.Want, s.Expect = m.string(s.Was), m.string(s.Want), m.string(s.Expect)
	}
}

// error returns err, or one of another text and the same nature.
func (m *mask) error(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if masked := m.string(text); masked != text {
		return &maskedError{masked, err}
	}
	return err
}

type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string { return e.text }
func (e *maskedError) Unwrap() error { return e.err }
