package nftables

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Table wants the kernel to have a table with exactly these rules, or not to
// have it. Other tables stay. The old rules are replaced by the new ones in one
// transaction: at no time is there a part of either.
//
// Rules are compared by what they mean: the probe has nft(8) load the wanted
// ones into a network namespace that ends with it, and compares what nft lists
// there with what it lists of the host. What is counted does not matter, nor
// what sets hold that are dynamic or have a timeout; but a replacement begins
// with empty ones. Kernel modules that the rules need are loaded by looking.
//
// When it sets rules, the task notes in hrun's state directory the digest of
// the text, and what nft lists then. As long as both are the same there is no
// need for a namespace, which takes most of the time. Where there can be none,
// because the host may make no namespaces or the rules name interfaces by their
// index (iif, oif, flowtables, the family netdev), the task goes by the notes
// alone.
type Table struct {
	Family string // ip, ip6, inet, arp, bridge or netdev; empty means inet
	Name   string // e.g. filter
	Rules  string // what stands between the braces of the table: chains, sets and so on
	Absent bool   // the table must not be there; Rules must be empty

	state string // what $hrun_state is to be; empty means what it is
}

var (
	_ tasks.Task    = Table{}
	_ tasks.Sampler = Table{}
)

// RefusedError says that nft(8) does not take the rules.
type RefusedError struct {
	Table   string
	Message string // of nft
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("nft refuses the rules of table %s: %s", e.Table, e.Message)
}

var (
	families = []string{"ip", "ip6", "inet", "arp", "bridge", "netdev"}
	nameForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
)

// Validate reports a family or name that no table has, and rules that would
// reach out of their table.
func (t Table) Validate() error {
	var errs []error
	if t.Family != "" && !slices.Contains(families, t.Family) {
		errs = append(errs, fmt.Errorf("family %q is none of %s", t.Family, strings.Join(families, " ")))
	}
	if len(t.Name) > 255 || !nameForm.MatchString(t.Name) {
		errs = append(errs, fmt.Errorf("%q cannot be the name of a table", t.Name))
	}
	if t.Absent && t.Rules != "" {
		errs = append(errs, errors.New("an absent table has rules"))
	}
	if !closed(t.Rules) {
		errs = append(errs, errors.New("the braces, quotes or comments of the rules are not closed, or there is a NUL"))
	}
	return errors.Join(errs...)
}

func (t Table) String() string { return "nftables " + t.table() }

// table names the table as nft(8) does.
func (t Table) table() string {
	if t.Family == "" {
		t.Family = "inet"
	}
	return "table " + t.Family + " " + t.Name
}

// Text returns the rules as a file for nft -f that replaces the table, whether
// or not it is there.
func (t Table) Text() string {
	if t.Absent {
		return t.table() + "\ndelete " + t.table() + "\n"
	}
	return t.table() + "\ndelete " + t.table() + "\n" + t.body()
}

func (t Table) body() string {
	rules := t.Rules
	if rules != "" && !strings.HasSuffix(rules, "\n") {
		rules += "\n"
	}
	return t.table() + " {\n" + rules + "}\n"
}

// closed reports whether the text keeps to the braces that it is put between.
func closed(text string) bool {
	depth, quoted, comment := 0, false, false
	for _, c := range text {
		switch {
		case c == 0:
			return false
		case comment:
			comment = c != '\n'
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '#':
			comment = true
		case c == '{':
			depth++
		case c == '}':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0 && !quoted
}

// Plan compares the rules. It returns a [RefusedError] for rules that nft does
// not take.
func (t Table) Plan(got string) (c tasks.Change, err error) {
	if err := t.Validate(); err != nil {
		return c, err
	}
	s, err := t.parse(got)
	if err != nil {
		return c, err
	}
	const absent = "absent"
	was := absent
	if s.live != "" {
		was = s.live
	}
	switch {
	case s.verdict == "same" && !t.Absent:
		return c, nil
	case s.verdict == "none" && t.Absent:
		c.Tentative = "nft is not there to look for tables"
		return c, nil
	case s.verdict == "none":
		return c, errors.New("there is no nft(8); install the package nftables first")
	case s.verdict == "refused":
		return c, &RefusedError{Table: strings.TrimPrefix(t.table(), "table "), Message: strings.TrimSpace(s.wanted)}
	case t.Absent:
		c.Differ("table", was, absent, sh.Lines(sh.Cmd("nft", "delete "+t.table()), t.forget()))
		return c, nil
	}
	set := sh.Lines(sh.Feed([]byte(t.Text()), "nft -f -"), t.note())
	if s.verdict == "normal" {
		c.Differ("rules", was, s.wanted, set)
		return c, nil
	}
	if s.wanted != t.digest()+"\n"+s.live {
		want := t.body()
		if want == was {
			want += "# not noted yet\n"
		}
		c.Differ("rules", was, want, set)
	}
	return c, nil
}

// Sample shows a host with nft and without the table, and one with it.
func (t Table) Sample() (before, after string) {
	if t.Absent {
		return "ready\n", "ready\n"
	}
	var wanted, live strings.Builder
	for line := range strings.Lines(t.body()) {
		wanted.WriteString("+" + line)
		live.WriteString("=" + line)
	}
	before = "normal\n" + wanted.String()
	return before, before + live.String()
}
