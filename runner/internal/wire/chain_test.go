package wire_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// chain does links and returns what came back, as "KIND TASK PRINTED".
func chain(t *testing.T, s *wire.Session, links []wire.Link, end int) string {
	t.Helper()
	var b wire.Batch
	b.Chain(links, end)
	var got []string
	for _, r := range do(t, s, &b) {
		got = append(got, fmt.Sprintf("%s %d %s", r.Kind, r.Task, strings.ReplaceAll(r.Stdout, "\n", " ")))
	}
	return strings.Join(got, "|")
}

func TestChainStopsWhereAGuardFails(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		s := open(t, wire.Options{})
		dir := sh.Word(t.TempDir())
		rs := probe(t, s, "ls "+dir, "ls "+dir+"; echo second", "echo third")
		got := chain(t, s, []wire.Link{
			{Task: 0, Guard: wire.Guard(rs[0].Stdout), Remedy: "touch " + dir + "/made"},
			{Task: 1, Guard: wire.Guard(rs[1].Stdout), Remedy: "touch " + dir + "/never"},
			{Task: 2, Guard: wire.Guard(rs[2].Stdout)},
		}, 3)
		if want := "apply 0 |probe 0 made |stale 1 |probe 1 made second |probe 2 third "; got != want {
			t.Fatalf("%q", got)
		}
	})
}

// Where a remedy has failed or done nothing, one task at a time would not go
// on, and neither must a chain.
func TestChainStopsWhereALinkFails(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		for name, c := range map[string]struct {
			remedy sh.Script
			want   string
		}{
			"it works":                      {"echo 1 >made", "apply 0 |probe 0 1 |apply 1 |probe 1 here |stale 2 |probe 2 third "},
			"the remedy fails":              {"exit 1", "apply 0 |stale 3 "},
			"the remedy does nothing":       {"true", "apply 0 |probe 0 none |stale 3 "},
			"the probe fails after it":      {"mkdir made", "apply 0 |probe 0 |stale 3 "},
			"the probe prints NUL after it": {"printf 'none\\0\\n' >made", "apply 0 |probe 0 none\x00 |apply 1 |probe 1 here |stale 2 |probe 2 third "},
		} {
			t.Run(name, func(t *testing.T) {
				s := open(t, wire.Options{})
				cd := "cd " + sh.Word(t.TempDir()) + " && "
				rs := probe(t, s, cd+"if [ -e made ]; then cat made; else echo none; fi", cd+"if [ -e other ]; then echo here; fi", "echo third")
				got := chain(t, s, []wire.Link{
					{Task: 0, Guard: wire.Guard(rs[0].Stdout), Remedy: cd + c.remedy},
					{Task: 1, Guard: wire.Guard(rs[1].Stdout), Remedy: cd + "touch other"},
				}, 3)
				if got != c.want {
					t.Errorf("%q", got)
				}
			})
		}
	})
}

// What a probe prints after a remedy is compared, and must still come unchanged.
func TestChainPassesOnWhatAProbePrints(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		s := open(t, wire.Options{})
		dir := sh.Word(t.TempDir())
		body := "printf 'a\\0b\\377\\n\\n'; head -c 300000 /dev/zero; printf 'no newline'; echo words >&2"
		rs := probe(t, s, "cd "+dir+"; if [ -e made ]; then "+sh.Script(body)+"; fi")
		var b wire.Batch
		b.Chain([]wire.Link{{Task: 0, Guard: wire.Guard(rs[0].Stdout), Remedy: "touch " + dir + "/made"}}, 1)
		r := do(t, s, &b)[1]
		if want := "a\x00b\xff\n\n" + strings.Repeat("\x00", 300000) + "no newline"; r.Stdout != want || r.Stderr != "words\n" || r.Status != 0 {
			t.Errorf("status %d, %d bytes: %.60q, %q", r.Status, len(r.Stdout), r.Stdout, r.Stderr)
		}
	})
}

// A staged remedy is gone as soon as it runs, however it ends.
func TestStagedRemedyRemovesItsFile(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		s := open(t, wire.Options{})
		dir := t.TempDir()
		stage := func(name string, remedy sh.Script) string {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(wire.Staged(remedy)), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		// Longer than any shell reads ahead, so that it is read after its removal.
		long := "ls " + sh.Word(dir) + "\n: " + sh.Script(strings.Repeat("x", 2<<20)) + "\ntouch " + sh.Word(filepath.Join(dir, "done")) + "\necho end"
		rs := probe(t, s, "ls "+sh.Word(dir))
		got := chain(t, s, []wire.Link{
			{Task: 0, Guard: wire.Guard(rs[0].Stdout), Remedy: "touch " + sh.Word(filepath.Join(dir, "first"))},
		}, 1)
		if want := "apply 0 |probe 0 first |stale 1 "; got != want {
			t.Fatalf("%q", got)
		}
		got = chain(t, s, []wire.Link{{Task: 0, Guard: guardOfListing("first", "it's staged"), Staged: stage("it's staged", long)}}, 1)
		if want := "apply 0 first end |probe 0 done first |stale 1 "; got != want {
			t.Errorf("%q", got)
		}
		got = chain(t, s, []wire.Link{{Task: 0, Guard: wire.Guard("something else"), Staged: stage("unused", long)}}, 1)
		if want := "stale 0 |probe 0 done first "; got != want {
			t.Errorf("%q", got)
		}
		if _, err := run(s, "hrun_staged="+sh.Word(stage("killed", "kill -9 $$"))+"; . \"$hrun_staged\""); err == nil {
			t.Error("the shell survived")
		}
		if _, err := os.Stat(filepath.Join(dir, "killed")); !os.IsNotExist(err) {
			t.Errorf("a remedy that killed the shell left its file: %v", err)
		}
	})
}

// An upload goes with its remedy, however that ends: nobody may be there any
// more for whom the chain would come to its end.
func TestUploadIsRemovedByItsRemedy(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		for name, remedy := range map[string]sh.Script{
			"used":   `(cp "$hrun_upload" used)`,
			"moved":  `mv "$hrun_upload" used`,
			"exits":  `cp "$hrun_upload" used; exit 0`,
			"failed": `cp "$hrun_upload" used; false`,
		} {
			s := open(t, wire.Options{})
			dir := t.TempDir()
			upload := filepath.Join(dir, "it's uploaded")
			if err := os.WriteFile(upload, []byte("body"), 0o600); err != nil {
				t.Fatal(err)
			}
			cd := "cd " + sh.Word(dir) + " && "
			rs := probe(t, s, cd+"if [ -e used ]; then echo used; fi", cd+"ls")
			got := chain(t, s, []wire.Link{
				{Task: 0, Guard: wire.Guard(rs[0].Stdout), Remedy: cd + "{ " + remedy + "\n}", Upload: upload},
				{Task: 1, Guard: wire.Guard("used\n"), Remedy: "echo alone"},
			}, 2)
			want := "apply 0 |probe 0 used |apply 1 alone |probe 1 used |stale 2 "
			if name == "failed" {
				want = "apply 0 |stale 2 "
			}
			if got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
	})
}

func guardOfListing(names ...string) string { return wire.Guard(strings.Join(names, "\n") + "\n") }
