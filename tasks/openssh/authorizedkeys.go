package openssh

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// AuthorizedKeys wants a user to be able to log in with these keys: they are in
// ~/.ssh/authorized_keys, which only the user can read and write, as it is with
// ~/.ssh. Both are made if need be.
//
// A key that is there already gets the wanted options and comment where it
// stands; a second line with it goes. Plan returns an [UnsafeError] where sshd
// would not trust the file whatever is in it, as where others may write to the
// home directory, and where ~/.ssh or the file is a link or someone else's: a
// task about files can change that first.
//
// sshd must be configured to look there: AuthorizedKeysFile of sshd_config(5).
type AuthorizedKeys struct {
	User string

	// Keys are lines as in a *.pub file, perhaps with options before, as in
	// the file itself. A key without a comment keeps that which is there.
	Keys []string

	// Options are put before each key that has none of its own, e.g.
	// `from="192.168.4.0/27"` or "no-port-forwarding"; see sshd(8). Without
	// any, those that are there go.
	Options []string

	Absent    []string // keys that must not be there, as in Keys
	Exclusive bool     // no other keys; comments stay

	home string
}

var (
	_ tasks.Task    = AuthorizedKeys{}
	_ tasks.Sampler = AuthorizedKeys{}
)

// Validate reports a bad name, and keys and options that are none.
func (a AuthorizedKeys) Validate() error {
	keys, err := a.keys()
	errs := []error{a.file().validate(), err}
	for _, line := range a.Absent {
		k, err := parseKey(line)
		errs = append(errs, err)
		if err == nil && slices.ContainsFunc(keys, k.same) {
			errs = append(errs, fmt.Errorf("%q is both wanted and unwanted", shortened(line)))
		}
	}
	if o := strings.Join(a.Options, ","); optionsOf(o) != o || strings.ContainsAny(o, "\x00\n\r") || strings.HasPrefix(o, "#") {
		errs = append(errs, fmt.Errorf("options %q are not one word: a value with blanks goes in quotes", o))
	}
	if len(a.Keys) == 0 && len(a.Absent) == 0 && !a.Exclusive {
		errs = append(errs, errors.New("nothing is wanted"))
	}
	return errors.Join(errs...)
}

// keys returns the wanted keys with their options.
func (a AuthorizedKeys) keys() ([]key, error) {
	var keys []key
	var errs []error
	for _, line := range a.Keys {
		k, err := parseKey(line)
		switch {
		case err != nil:
			errs = append(errs, err)
			continue
		case slices.ContainsFunc(keys, k.same):
			errs = append(errs, fmt.Errorf("%q is there twice", shortened(line)))
		case k.options == "":
			k.options = strings.Join(a.Options, ",")
		}
		keys = append(keys, k)
	}
	return keys, errors.Join(errs...)
}

// same reports whether two keys are one, whatever their options and comments.
func (k key) same(other key) bool { return k.blob == other.blob }

func (a AuthorizedKeys) file() dotFile {
	return dotFile{user: a.User, name: "authorized_keys", sshd: true, home: a.home}
}

// String returns "authorized keys of USER".
func (a AuthorizedKeys) String() string { return "authorized keys of " + a.User }

// Probe prints the modes of home directory, ~/.ssh and file, and its text.
func (a AuthorizedKeys) Probe() sh.Script { return a.file().probe() }

// Plan compares modes and text. It returns an [UnknownUserError] if there is no
// such user.
func (a AuthorizedKeys) Plan(got string) (tasks.Change, error) {
	if err := a.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return a.file().plan(got, a.rewrite)
}

func (a AuthorizedKeys) rewrite(old string) string {
	wanted, _ := a.keys() // which Validate has found to be good
	var b strings.Builder
	done := make([]bool, len(wanted))
	for line := range strings.Lines(old) {
		bare := strings.TrimSpace(line)
		k, err := parseKey(bare)
		i := slices.IndexFunc(wanted, k.same)
		switch {
		case bare == "" || bare[0] == '#':
			b.WriteString(terminated(line))
		case err != nil:
			if !a.Exclusive {
				b.WriteString(terminated(line))
			}
		case i >= 0 && !done[i]:
			done[i] = true
			b.WriteString(wanted[i].inPlaceOf(k, line))
		case i >= 0 || a.Exclusive || a.unwanted(k):
		default:
			b.WriteString(terminated(line))
		}
	}
	for i, k := range wanted {
		if !done[i] {
			b.WriteString(k.String() + "\n")
		}
	}
	if b.String() == old+"\n" {
		return old // only the last line feed is missing
	}
	return b.String()
}

func (a AuthorizedKeys) unwanted(k key) bool {
	return slices.ContainsFunc(a.Absent, func(line string) bool {
		other, err := parseKey(line)
		return err == nil && k.same(other)
	})
}

// inPlaceOf returns the line of a key for that which the file has.
func (k key) inPlaceOf(old key, line string) string {
	if k.comment == "" {
		k.comment = old.comment
	}
	if k == old {
		return terminated(line)
	}
	return k.String() + "\n"
}

// terminated returns a line with its line feed, which the last one may lack.
func terminated(line string) string { return strings.TrimSuffix(line, "\n") + "\n" }

// Sample is of a user with a home directory and nothing in it.
func (a AuthorizedKeys) Sample() (before, after string) { return a.file().sample(a.rewrite("")) }
