//go:build lab

package trials_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tree lists every file of a node that a task could change, with a digest of
// its content. Logs, and what daemons write by themselves, are left out.
const tree = `cd / && find boot etc home opt root srv usr var/cache/apt var/cache/debconf var/lib/dpkg var/lib/hrun var/spool -xdev \
  -path srv/repo -prune -o -path var/lib/dpkg/lock\* -prune -o -printf '%p %y %m %u:%g ' -type f -exec sha256sum {} \; -o -printf '%l\n' | LC_ALL=C sort
hostname; ip -o address show scope global; ip route; nft list ruleset 2>/dev/null; findmnt -rno TARGET /srv/trial-mount; systemctl list-unit-files --no-legend --plain | sort`

// ours is what the recipe has made, by its name, and state what hrun keeps.
var (
	ours  = regexp.MustCompile(`trial|hello|hrun|srv/|192\.0\.2|198\.51`)
	state = regexp.MustCompile(`^\+ var/lib/hrun(/lock|/owed)? `)
)

// A task of nearly every kind, on a real node behind the bastion.
func TestLabEveryTask(t *testing.T) {
	host := nodes[1]
	there, gone := everything{}.parameters(t), `{"everything": {"gone": true}}`
	before := on(t, host, tree)
	if len(before) < 100000 {
		t.Fatalf("the list of files is too short: %s", before)
	}
	foreseen := carryOut(t, there, "--check")
	if len(foreseen) < 50 {
		t.Errorf("check foresees only %q", foreseen)
	}
	if after := on(t, host, tree); after != before {
		t.Errorf("check changed the node:\n%s", difference(before, after))
	}
	done := carryOut(t, there)
	for _, task := range done {
		if !slices.Contains(foreseen, task) {
			t.Errorf("apply changed %q, which check did not foresee", task)
		}
	}
	if again := carryOut(t, there); len(again) > 0 {
		t.Errorf("the second run changed %q", again)
	}
	if body := on(t, host, `stat -c '%s' /srv/trial/upload; cat /srv/trial/download /srv/trial/hello/hello; runuser -u trial -- sudo -n true; readlink /etc/localtime`); body != "5242880\nhellohello\n/usr/share/zoneinfo/Europe/Berlin\n" {
		t.Errorf("the node has %q", body)
	}
	carryOut(t, gone)
	if again := carryOut(t, gone); len(again) > 0 {
		t.Errorf("the second removal changed %q", again)
	}
	// What packages need stays installed, and so do locales, and where hrun
	// keeps its lock and its debts.
	for line := range strings.Lines(difference(before, on(t, host, tree))) {
		if strings.HasPrefix(line, "+ ") && ours.MatchString(line) && !state.MatchString(line) {
			t.Errorf("left on the node: %s", line)
		}
	}
}

// parameters makes the local files, and returns the parameters that name them.
func (e everything) parameters(t *testing.T) string {
	t.Helper()
	var packed bytes.Buffer
	w := tar.NewWriter(&packed)
	_ = w.WriteHeader(&tar.Header{Name: "hello", Mode: 0o644, Size: 6, Typeflag: tar.TypeReg})
	_, _ = w.Write([]byte("hello\n"))
	if err := w.Close(); err != nil { // tells of the others, too
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"hello.tar": packed.Bytes(), "large": bytes.Repeat([]byte("0123456789abcde\n"), 5<<16)} {
		if err := os.WriteFile(beside(name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprintf(`{"everything": {"data": %q, "archive": %q}}`, beside("large"), beside("hello.tar"))
}

// carryOut runs the recipe, and returns the tasks that were changed or would
// be. A run that finds nothing to do takes one trip.
func carryOut(t *testing.T, parameters string, args ...string) (changed []string) {
	t.Helper()
	ctx := t.Context()
	args = append([]string{"apply", "everything", "-i", beside("lab.yaml"), "-e", parameters, "-o", "json"}, args...)
	out, err := call(ctx, args...).Output()
	es := events(out)
	for _, e := range es {
		switch e.Result {
		case "planned", "waiting", "changed":
			changed = append(changed, e.Task)
		case "failed", "unreachable", "lost":
			t.Errorf("%s: %s: %s\n%s%s", e.Task, e.Result, e.Error, e.Stderr, e.Hint)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	for host, c := range es[len(es)-1].Hosts {
		t.Logf("%s: %d ok, %d planned, %d waiting, %d changed, %d trips", host, c.OK, c.Planned, c.Waiting, c.Changed, c.Trips)
		if len(changed) == 0 && c.Trips != 1 {
			t.Errorf("nothing was to be done, and it took %d trips", c.Trips)
		}
	}
	return changed
}

// difference lists the lines that only one of two texts has.
func difference(a, b string) string {
	as, bs := slices.Collect(strings.Lines(a)), slices.Collect(strings.Lines(b))
	var out strings.Builder
	only := func(mark string, these, those []string) {
		has := map[string]bool{}
		for _, line := range those {
			has[line] = true
		}
		for _, line := range these {
			if !has[line] {
				out.WriteString(mark + line)
			}
		}
	}
	only("- ", as, bs)
	only("+ ", bs, as)
	return out.String()
}
