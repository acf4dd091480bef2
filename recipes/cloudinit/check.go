package cloudinit

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

// forms is what user-data begins with, in any case: cloud-init's
// handlers.INCLUSION_TYPES_MAP, and the headers of a MIME message.
// https://cloudinit.readthedocs.io/en/22.4.2/topics/format.html
var forms = regexp.MustCompile(`^(?i:#cloud-config(-archive|-jsonp)?(\s[^\n]*)?\n|#!|#include(-once)?\s*\n|#cloud-boothook|#part-handler|## template: *jinja|(content-type|mime-version): )`)

// GivenError says what is wrong with a given file.
type GivenError struct {
	File string
	Line int // 0 if it is about the whole
	Err  error
}

func (e *GivenError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
}

// Unwrap returns the cause.
func (e *GivenError) Unwrap() error { return e.Err }

// check judges what became of a given file. The lines are still where they
// were: nothing that is put in has several.
func (t Text) check(text string, check func(string) (int, error)) error {
	if !t.given() {
		return nil
	}
	for n, line := range strings.Split(text, "\n") {
		for _, p := range []string{hostnamePlaceholder, uuidPlaceholder, keyPlaceholder} {
			if strings.Contains(line, p) {
				return &GivenError{t.Name, n + 1, fmt.Errorf("the placeholder %s is not one of this file", p)}
			}
		}
	}
	if line, err := check(text); err != nil {
		return &GivenError{t.Name, line, err}
	}
	return nil
}

func checkUserData(text string) (int, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil // nothing is asked for
	}
	if !forms.MatchString(text + "\n") {
		return 1, errors.New(`it begins with nothing that cloud-init knows, such as "#cloud-config" or "#!"`)
	}
	if isConfig(text) {
		return checkMapping(text)
	}
	return 0, nil
}

// isConfig tells a cloud-config from the other forms. Cloud-init does not mind
// what stands behind the word.
func isConfig(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	words := strings.Fields(first)
	return len(words) > 0 && strings.EqualFold(words[0], "#cloud-config")
}

// checkMapping parses YAML, and refuses what is no mapping.
func checkMapping(text string) (line int, err error) {
	var keys yaml.MapSlice
	err = yaml.Unmarshal([]byte(text), &keys)
	var located yaml.Error
	if errors.As(err, &located) {
		if at := located.GetToken(); at != nil {
			line = at.Position.Line
		}
		return line, errors.New(located.GetMessage())
	}
	return 0, err
}
