package health_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var nodes = []inventory.Host{{Name: "a"}, {Name: "b"}, {Name: "c"}}

// outcome judges what the nodes a, b and c have said; "-" is one that was
// not asked, "?" one that did not answer. It returns what was found, and behind " ! " what is wrong.
func outcome(t *testing.T, l recipes.Late, said ...string) string {
	t.Helper()
	if err := l.Validate(); err != nil {
		t.Fatal(err)
	}
	var answers []recipes.Answer
	for i, s := range said {
		a := recipes.Answer{Host: nodes[i].Name, Printed: s}
		if s == "-" || s == "?" {
			a = recipes.Answer{Host: nodes[i].Name, Unasked: s == "-", Err: errors.New("asking " + nodes[i].Name + ": no route to it")}
		}
		answers = append(answers, a)
	}
	made, err := l.Make(answers)
	if err != nil {
		t.Fatal(err)
	}
	change, err := made.Task.Plan("")
	if made.Task.String() != l.Name || !change.Empty() {
		t.Errorf("%q is made for %q, with %d steps", made.Task, l.Name, len(change.Steps))
	}
	if err != nil {
		return change.Found + " ! " + err.Error()
	}
	return change.Found
}

func check(t *testing.T, l recipes.Late, want string, said ...string) {
	t.Helper()
	if got := outcome(t, l, said...); got != want {
		t.Errorf("%q\n got %s\nwant %s", said, got, want)
	}
}

func TestTogether(t *testing.T) {
	l := health.Together("x", nodes, "true", func(said []health.Said) (string, health.Faults) {
		found := ""
		for _, s := range said {
			found += s.Host + "=" + strings.TrimSpace(s.Text) + " "
		}
		return strings.TrimSpace(found), nil
	})
	check(t, l, "a=1 b=2 c=3", "0\n1\n", "0\n2\n", "0\n3\n")
	check(t, l, "a=1 c=3; not asked: b", "0\n1\n", "-", "0\n3\n")
	check(t, l, "a=1 ! b cannot look: no such file (exit 2); c: the answer is \"what\", and not a status and a text", "0\n1\n", "2\nno such\nfile\n", "what")
	check(t, l, "a=1 c=3 ! asking b: no route to it", "0\n1\n", "?", "0\n3\n")
	check(t, l, " ! asking a: no route to it", "?", "-")
	check(t, l, " ! nobody can be asked: asking b: no route to it", "-", "-")
	check(t, l, " ! a cannot look: no (exit 1)", "1\nno\n")
	check(t, l, " ! a cannot look: what it asks does not answer in time", "124\n\n")
}

// The source tells how it ended by what it prints, so that it always ends well.
func TestTogetherTellsHowSourcesEnd(t *testing.T) {
	for source, want := range map[sh.Script]string{
		"echo fine":                  "0\nfine\n",
		"echo one; echo two":         "0\none\ntwo\n",
		"echo why >&2; exit 3":       "3\nwhy\n",
		"exit 0":                     "0\n\n",
		"no_such_command_of_anybody": "127\n",
	} {
		l := health.Together("x", nodes, source, nil)
		for _, kind := range taskstest.Kinds() {
			r := taskstest.NewHost(t, kind, nil).Run(l.Source)
			if r.Status != 0 || !strings.HasPrefix(r.Stdout, want) || r.Stderr != "" {
				t.Errorf("%s: %s: %+v", kind, source, r)
			}
		}
	}
}

func TestAlike(t *testing.T) {
	l := health.Alike("x", nodes, "true", func(text string) (string, health.Faults, bool) {
		found, wrong, _ := strings.Cut(strings.TrimSpace(text), "|")
		var faults health.Faults
		for what := range strings.FieldsSeq(wrong) {
			faults.Add(what, "mend "+what)
		}
		return found, faults, found != "blind"
	})
	check(t, l, "all", "0\nall", "0\nall", "0\nall")
	check(t, l, " ! two; a: one", "0\n|two one", "0\n|two")
	check(t, l, "a, c: mine; b: theirs", "0\nmine", "0\ntheirs", "0\nmine")
	check(t, l, "all ! one", "0\nall|one", "0\nblind|two", "0\nall|one")
	check(t, l, "all; not asked: b ! one", "0\nall|one", "-")
	made, err := l.Make([]recipes.Answer{{Host: "a", Printed: "0\n|two one two"}, {Host: "b", Printed: "0\n|one"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = made.Task.Plan("")
	var hinted interface{ Hint() string }
	if !errors.As(err, &hinted) || hinted.Hint() != "mend two\nmend one" {
		t.Errorf("the hint of %v", err)
	}
}

func TestHolders(t *testing.T) {
	l := health.Holders{Address: netip.MustParsePrefix("192.0.2.20/24"), NIC: "eth0", Nowhere: "start it", Twice: "mend the link"}.Of(nodes)
	const eth0 = "eth0 192.0.2.20/24"
	check(t, l, "b since 2026-11-20 17:15:03 UTC", "0\n", "0\n"+eth0+" 1795194903\n", "0\n\n")
	check(t, l, "b; not asked: a", "-", "0\n"+eth0+" \n", "0\n")
	check(t, l, " ! nobody holds 192.0.2.20: clients reach nothing", "0\n", "0\n", "0\n")
	check(t, l, "not asked: a ! nobody that could be asked holds 192.0.2.20: clients reach nothing, unless a or c does", "-", "0\n")
	check(t, l, "a since 2026-11-20 17:15:03 UTC and c ! 2 nodes hold 192.0.2.20, a since 2026-11-20 17:15:03 UTC and c: clients reach now the one, now the other",
		"0\n"+eth0+" 1795194903", "0\n", "0\n"+eth0)
	check(t, l, "a ! a has 192.0.2.20/32 on lo, want 192.0.2.20/24 on eth0 and nowhere else", "0\nlo 192.0.2.20", "0\n")
	check(t, l, "a ! a has 192.0.2.20/24 on eth0 and 192.0.2.20/24 on eth1, want 192.0.2.20/24 on eth0 and nowhere else", "0\n"+eth0+"\neth1 192.0.2.20/24", "0\n")
	check(t, l, "a ! a has 192.0.2.20/25 on eth0, want 192.0.2.20/24 on eth0 and nowhere else", "0\neth0 192.0.2.20/25", "0\n")
}

// It is never the good one of two that is to be taken away.
func TestHoldersTellWhatIsTooMuch(t *testing.T) {
	l := health.Holders{Address: netip.MustParsePrefix("192.0.2.20/24"), NIC: "eth0"}.Of(nodes)
	for _, said := range []string{"eth1 192.0.2.20/24\neth0 192.0.2.20/24", "eth0 192.0.2.20/24\neth1 192.0.2.20/24"} {
		made, err := l.Make([]recipes.Answer{{Host: "a", Printed: "0\n" + said}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = made.Task.Plan("")
		var faults health.Faults
		if !errors.As(err, &faults) || faults.Hint() != "on a, ip addr del 192.0.2.20/24 dev eth1 takes away what is too much" {
			t.Errorf("%q: %v, %q", said, err, faults.Hint())
		}
	}
}

func TestHoldersAreLookedFor(t *testing.T) {
	l := health.Holders{Address: netip.MustParsePrefix("192.0.2.20/24"), NIC: "eth0", Since: "echo 17"}.Of(nodes)
	taskstest.Golden(t, "holders-source", l.Source)
	for _, kind := range taskstest.Kinds() {
		for shown, want := range map[string]string{
			":": "0\n\n",
			"echo '2: eth0    inet 192.0.2.20/24 brd 192.0.2.255 scope global eth0'; echo '1: lo inet 192.0.2.20/32 scope global lo'": "0\neth0 192.0.2.20/24 17\nlo 192.0.2.20/32 17\n",
			"echo broken >&2; exit 1": "1\nbroken\n",
		} {
			r := taskstest.NewHost(t, kind, map[string]string{"ip": `[ "$*" = '-o addr show to 192.0.2.20' ] || exit 9; ` + shown}).Run(l.Source)
			if r.Status != 0 || r.Stdout != want {
				t.Errorf("%s: %s: %+v", kind, shown, r)
			}
		}
	}
}

func TestClocks(t *testing.T) {
	l := health.Clocks(nodes, 5*time.Second)
	check(t, l, "5s apart at most", "0\n-2", "0\n3", "0\n0")
	check(t, l, "1h0m2s apart at most ! the clock of b is 1h0m2s ahead of that of a, and may be 5s apart", "0\n-2", "0\n3600", "0\n0")
	check(t, l, "0s apart at most ! b does not know its time: \"\"", "0\n4", "0\n")
}
