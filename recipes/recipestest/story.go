package recipestest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// story is what a run tells, in order.
type story struct {
	strings.Builder
	stage, host string
	told        string // the stage that the last line is about
	secrets     []sh.Secret
}

// of tells which host, of which stage, the lines that follow are about.
func (s *story) of(name string) {
	if s.told != s.stage {
		s.told, s.host = s.stage, ""
		s.WriteString("stage " + s.stage + "\n")
	}
	if s.host != name {
		s.host = name
		s.WriteString("  " + name + "\n")
	}
}

// tell tells of a task, of its outcome if that is not the usual one, and of
// what changes.
func (s *story) tell(h *host, w recipes.Work, outcome string, c tasks.Change) {
	s.of(h.name)
	line := w.Task.String()
	if outcome != "" {
		line += ", " + outcome
	}
	s.lines("    ", line)
	for _, step := range c.Steps {
		s.step(step)
	}
}

// absent is how tasks call what is not there at all.
const absent = "absent"

// step tells of one difference.
func (s *story) step(step tasks.Step) {
	if !strings.Contains(step.Was+step.Want, "\n") {
		s.lines("      ", step.Field+": "+shown(step.Was)+" -> "+shown(step.Want))
		return
	}
	was, field := step.Was, step.Field
	if was == absent {
		was, field = "", field+" (absent)"
	}
	s.lines("      ", field+":")
	want := step.Want
	if was != "" && !strings.HasSuffix(was, "\n") && !strings.HasSuffix(want, "\n") {
		was, want = was+"\n", want+"\n"
	}
	diff := udiff.Unified("was", "want", was, want)
	_, hunks, _ := strings.Cut(diff, "+++ want\n")
	s.lines("        ", hunks)
}

// shown returns a value so that one can tell that it is empty.
func shown(value string) string {
	if value == "" || strings.TrimSpace(value) != value {
		return strconv.Quote(value)
	}
	return value
}

// lines tells lines of text.
func (s *story) lines(indent, text string) {
	for line := range strings.Lines(text) {
		s.WriteString(strings.TrimRight(indent+line, " \n") + "\n")
	}
}

// secretsOf returns all that the play knows to be secret.
func secretsOf(play *recipes.Play) []sh.Secret {
	secrets := slices.Clone(play.Concealed())
	for _, password := range play.Inventory.Secrets() {
		secrets = append(secrets, sh.NewSecret(string(password)))
	}
	for p := range placesOf(play) {
		if known, ok := p.task.(tasks.Secretive); ok {
			secrets = append(secrets, known.Secrets()...)
		}
		if debt, ok := p.task.(recipes.Debt); ok {
			if known, ok := debt.Handler.Action.(tasks.Secretive); ok {
				secrets = append(secrets, known.Secrets()...)
			}
		}
	}
	return secrets
}

// conceal replaces every line of the secrets. As in a run, what is shorter than
// four bytes is shown.
func conceal(text string, secrets []sh.Secret) string {
	var values []string
	for _, secret := range secrets {
		for line := range strings.Lines(secret.Reveal()) {
			if line = strings.TrimSpace(line); len(line) >= 4 {
				values = append(values, line)
			}
		}
	}
	slices.SortFunc(values, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	for _, value := range slices.Compact(values) {
		text = strings.ReplaceAll(text, value, "(secret)")
	}
	return text
}
