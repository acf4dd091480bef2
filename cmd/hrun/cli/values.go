package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/inventory"
)

// The flags below check their values themselves, so that a wrong one is an
// error of the command line.

// words completes a flag that takes one of these words.
func words(these ...cobra.Completion) cobra.CompletionFunc {
	return cobra.FixedCompletions(these, cobra.ShellCompDirectiveNoFileComp)
}

// oneOf returns word if it is one of the words.
func oneOf(word string, words ...string) (string, error) {
	if !slices.Contains(words, word) {
		return "", fmt.Errorf("choose one of %s", strings.Join(words, ", "))
	}
	return word, nil
}

// hostKeys is the value of --host-key-checking; "" if it was not given.
type hostKeys string

func (h *hostKeys) String() string { return string(*h) }
func (h *hostKeys) Type() string   { return "policy" }
func (h *hostKeys) Set(s string) error {
	word, err := oneOf(s, "strict", "accept-new", "off")
	*h = hostKeys(word)
	return err
}

func (h *hostKeys) policy() inventory.HostKeys {
	switch *h {
	case "strict":
		return inventory.Strict
	case "off":
		return inventory.Off
	default:
		return inventory.AcceptNew
	}
}

// format is the value of --output.
type format string

func (f *format) String() string { return string(*f) }
func (f *format) Type() string   { return "format" }
func (f *format) Set(s string) error {
	word, err := oneOf(s, "human", "json")
	*f = format(word)
	return err
}

// seconds is the value of --timeout: at least one.
type seconds int

func (n *seconds) String() string { return strconv.Itoa(int(*n)) }
func (n *seconds) Type() string   { return "seconds" }
func (n *seconds) Set(s string) error {
	v, err := positive(s)
	*n = seconds(v)
	return err
}

// forks is the value of --forks: at least one; 0 if it was not given.
type forks int

func (n *forks) String() string {
	if *n == 0 {
		return ""
	}
	return strconv.Itoa(int(*n))
}
func (n *forks) Type() string { return "number" }
func (n *forks) Set(s string) error {
	v, err := positive(s)
	*n = forks(v)
	return err
}

// retries is the value of --retries: at most a million.
type retries int

func (n *retries) String() string { return strconv.Itoa(int(*n)) }
func (n *retries) Type() string   { return "number" }
func (n *retries) Set(s string) error {
	if s == "0" {
		*n = 0
		return nil
	}
	v, err := positive(s)
	*n = retries(v)
	return err
}

// positive parses a whole number from 1 to a million.
func positive(s string) (int, error) {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 || v > 1_000_000 {
		return 0, fmt.Errorf("%q is not a whole number from 1 to 1000000", s)
	}
	return v, nil
}
