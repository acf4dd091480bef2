//go:build lab

package hapx_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree lists every file of a node that a recipe could change, with a digest of
// its content. Logs, and what daemons write by themselves, are left out.
const tree = `cd / && find etc usr var/lib/hrun var/lib/corosync var/lib/pacemaker var/lib/dpkg var/cache/apt home root run/hrun \
  -path var/lib/dpkg/lock\* -prune -o -printf '%p %y %m %u:%g ' -type f -exec sha256sum {} \; -o -printf '%l\n' 2>&1 | grep -v 'No such file' | LC_ALL=C sort`

func TestLabCheckOnFreshNodesChangesNothingAndTellsWhatApplyDoes(t *testing.T) {
	if err := cluster.mage("cluster:down"); err != nil {
		t.Fatal(err)
	}
	defer cluster.converge(t)
	if out, code := cluster.hrun(t, "apply", "recipes/vm", "-i", cluster.inventory, "--lock-wait", "5m"); code != 0 {
		t.Fatalf("vm: exit %d\n%s", code, out)
	}
	nodes := []string{"hapx-node01", "hapx-node02"}
	before := map[string]string{}
	for _, n := range nodes {
		before[n] = cluster.on(t, n, tree)
		if len(before[n]) < 10000 {
			t.Fatalf("%s: the list of files is too short: %s", n, before[n])
		}
	}

	es, code := cluster.events(t, "--check", "--diff")
	if code != 0 {
		t.Errorf("check: exit %d", code)
	}
	for _, n := range nodes {
		if after := cluster.on(t, n, tree); after != before[n] {
			t.Errorf("%s: check changed it:\n%s", n, difference(before[n], after))
		}
	}
	foreseen := with(es, "planned", "waiting")
	for _, e := range es {
		if e.Result == "waiting" && e.Error == "" {
			t.Errorf("%s: %s waits without a reason", e.Host, e.Task)
		}
	}
	if len(with(es, "waiting")) == 0 || len(with(es, "failed")) != 0 {
		t.Errorf("waiting %q, failed %q", with(es, "waiting"), with(es, "failed"))
	}

	es, code = cluster.events(t)
	if code != 0 {
		t.Fatalf("apply: exit %d", code)
	}
	for _, done := range with(es, "changed") {
		if !slices.Contains(foreseen, done) {
			t.Errorf("apply changed %q, which check did not foresee", done)
		}
	}
	for _, f := range foreseen {
		if !slices.Contains(with(es, "changed", "ok"), f) {
			t.Errorf("check foresaw %q, which apply did not come to", f)
		}
	}
	// A start that pays a debt is the only thing foreseen and then not needed.
	for _, ok := range with(es, "ok") {
		if slices.Contains(foreseen, ok) && !slices.Contains(with(es, "changed"), ok) {
			t.Logf("foreseen, but in sync by the time: %s", ok)
		}
	}
	if _, err := run(t, cluster.dir, "sh", "-c", "test -s "+filepath.Join(cluster.dir, "examples/.hrun/known_hosts")); err != nil {
		t.Error(err)
	}
}

// difference lists the lines that only one of two texts has.
func difference(a, b string) string {
	in := func(s string) map[string]bool {
		m := map[string]bool{}
		for line := range strings.Lines(s) {
			m[line] = true
		}
		return m
	}
	var out strings.Builder
	as, bs := in(a), in(b)
	for line := range strings.Lines(a) {
		if !bs[line] {
			out.WriteString("- " + line)
		}
	}
	for line := range strings.Lines(b) {
		if !as[line] {
			out.WriteString("+ " + line)
		}
	}
	return out.String()
}
