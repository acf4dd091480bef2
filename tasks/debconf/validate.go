package debconf

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// types are what debconf-set-selections(1) knows; it skips what it does not.
var types = []string{"string", "boolean", "select", "multiselect", "note", "text", "title", "password"}

var (
	packageName = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]+$`)
	question    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+._/-]*$`)
)

// Validate reports questions without an answer or with two, and answers that
// debconf would understand otherwise.
func (a Answers) Validate() error {
	if !packageName.MatchString(a.Package) {
		return fmt.Errorf("debconf: %q is not the name of a package", a.Package)
	}
	if len(a.Answers) == 0 {
		return errors.New("debconf: there are no answers")
	}
	asked := make(map[string]bool)
	for _, answer := range a.Answers {
		if asked[answer.Question] {
			return fmt.Errorf("debconf: there are two answers to %s", answer.Question)
		}
		asked[answer.Question] = true
		if err := answer.check(); err != nil {
			return fmt.Errorf("debconf: %s: %w", answer.Question, err)
		}
	}
	return nil
}

func (a Answer) check() error {
	switch text := a.text(); {
	case !question.MatchString(a.Question):
		return errors.New("this is not the name of a question")
	case !slices.Contains(types, a.kind()):
		return fmt.Errorf("there is no type %q: want one of %s", a.Type, strings.Join(types, ", "))
	case a.Value != "" && !a.Secret.IsZero():
		return errors.New("there are both a Value and a Secret")
	case strings.ContainsAny(text, "\n\r\x00"):
		return errors.New("the answer is more than one line")
	case strings.HasSuffix(text, `\`):
		return errors.New("the answer ends in a backslash, by which debconf continues a line")
	case a.kind() == "boolean" && text != "true" && text != "false":
		return errors.New("the answer is neither true nor false")
	}
	return nil
}

// kind returns the type.
func (a Answer) kind() string {
	switch {
	case a.Type != "":
		return a.Type
	case !a.Secret.IsZero():
		return "password"
	}
	return "string"
}

// text returns the value, secret or not.
func (a Answer) text() string { return a.Value + a.Secret.Reveal() }
