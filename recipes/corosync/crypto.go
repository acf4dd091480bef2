package corosync

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// crypto wants a configuration that is there already to use this cipher and
// hash. It comes before the task of the whole file, so that a change of these
// two owes another handler than a change of the rest. Where there is no file
// yet there is nobody to talk to either, and nothing to do.
type crypto struct {
	Path         string
	Cipher, Hash string
}

var _ tasks.Task = crypto{}

func (c crypto) String() string { return "corosync crypto" }

func (c crypto) text() file.Text { return file.Text{Path: c.Path, Create: true} }

// Probe prints the file.
func (c crypto) Probe() sh.Script { return c.text().Probe() }

// Plan changes the two settings in place and leaves the rest of the file as it
// is.
func (c crypto) Plan(got string) (tasks.Change, error) {
	change, err := c.text().Plan(got, c.rewrite)
	if missing := new(file.MissingError); errors.As(err, &missing) {
		return tasks.Change{}, nil
	}
	return change, err
}

// Sample is a host without the file.
func (crypto) Sample() (before, after string) { return "absent\n", "absent\n" }

func (c crypto) rewrite(old string) (string, error) {
	text := set(old, "crypto_cipher", c.Cipher)
	return set(text, "crypto_hash", c.Hash), nil
}

// setting is a line of corosync.conf(5), totem the beginning of the section.
var (
	setting = regexp.MustCompile(`^[ \t]*([^\s:#]+)[ \t]*:[ \t]*(.*?)[ \t]*$`)
	totem   = regexp.MustCompile(`^[ \t]*totem[ \t]*\{`)
)

// set returns the text with the key of the section totem set once. A text
// without that section is no configuration, and stays.
func set(text, key, value string) string {
	live := "none" // corosync's default
	var rest []string
	for line := range strings.SplitSeq(text, "\n") {
		if m := setting.FindStringSubmatch(line); m != nil && m[1] == key {
			live = m[2]
			continue
		}
		rest = append(rest, line)
	}
	at := slices.IndexFunc(rest, totem.MatchString)
	if live == value || at < 0 {
		return text
	}
	return strings.Join(slices.Insert(rest, at+1, "  "+key+": "+value), "\n")
}
