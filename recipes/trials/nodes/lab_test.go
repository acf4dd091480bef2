//go:build lab

// Package nodes_test tries clusters of hapx with more than two nodes on real
// ones: how nodes come and go, what a cut link does, and how nodes are fenced.
package nodes_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// trial is the lab, a bastion and five machines, of which some are nodes.
type trial struct{ *labtest.Lab }

const all = 5

func name(i int) string { return fmt.Sprintf("hapx-node%02d", i) }

// hosts are the lines of an inventory for machines.
func hosts(names []string) string {
	var lines strings.Builder
	for _, n := range names {
		fmt.Fprintf(&lines, "        %s: {hrun_address: 192.168.4.2%s/27}\n", n, n[len(n)-1:])
	}
	return lines.String()
}

// groups is what the inventory says of nodes, and of the machines that are none
// yet. These are called spares.
func groups(nodes ...string) string {
	var spares []string
	for i := range all {
		if n := name(i + 1); !slices.Contains(nodes, n) {
			spares = append(spares, n)
		}
	}
	text := "    hapx:\n      hosts:\n" + hosts(nodes) + "      vars: {hrun_via: busybox}\n"
	if len(spares) > 0 {
		text += "    spares:\n      hosts:\n" + hosts(spares) + "      vars: {hrun_via: busybox}\n"
	} else {
		text += "    spares: {}\n"
	}
	return text + "\n"
}

var described = regexp.MustCompile(`(?s)    hapx:\n      hosts:\n.*?\n\n`)

// nodes makes these machines, in that order, the group hapx, and further lines
// the last parameters of the recipe.
func (l trial) nodes(t *testing.T, nodes []string, lines ...string) {
	t.Helper()
	text, err := os.ReadFile(l.Inventory)
	if err != nil {
		t.Fatal(err)
	}
	own, _, _ := strings.Cut(described.ReplaceAllLiteralString(string(text), groups(nodes...)), "      #trial\n")
	own += "      #trial\n"
	for _, line := range lines {
		own += "      " + line + "\n"
	}
	if err := os.WriteFile(l.Inventory, []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
}

// killed begins to apply hapx, and kills that with the first change of a task
// whose name holds the text.
func (l trial) killed(t *testing.T, at string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	run := l.Command(ctx, "apply", "-o", "json", "hapx")
	var errs bytes.Buffer
	run.Stderr = &errs
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	reached := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var e labtest.Event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			continue // cut short by the kill
		}
		if e.Result == "failed" {
			t.Errorf("%s: %s: %s", e.Host, e.Task, e.Error)
		}
		if !reached && e.Result == "changed" && strings.Contains(e.Task, at) {
			reached = true
			_ = run.Process.Kill()
			t.Logf("killed after %s: %s", e.Host, e.Task)
		}
	}
	if err := run.Wait(); err == nil || !reached {
		t.Fatalf("it was to be killed at %q: %v\n%s", at, err, &errs)
	}
}

// crash ends a machine as a power failure would: nothing of it gets to say
// anything any more.
func (l trial) crash(t *testing.T, machine string) {
	t.Helper()
	group := "/hrun/" + l.Name + "/machine/" + machine + "/cgroup.kill"
	for _, root := range []string{"/sys/fs/cgroup", "/sys/fs/cgroup/unified"} {
		if os.WriteFile(root+group, []byte("1"), 0) == nil {
			return
		}
	}
	t.Fatalf("%s does not run", machine)
}

// active returns the node that runs the proxy, as another one says.
func (l trial) active(t *testing.T, ask string) string {
	t.Helper()
	var where string
	l.eventually(t, ask, "crm_resource --resource haproxy-resource --locate | grep 'running on'", &where)
	return strings.Fields(where[strings.Index(where, "running on:"):])[2]
}

// eventually waits until a script succeeds on a machine.
func (l trial) eventually(t *testing.T, machine, script string, out *string) {
	t.Helper()
	said, err := l.Try(t, machine, script)
	for end := time.Now().Add(time.Minute); err != nil; said, err = l.Try(t, machine, script) {
		if time.Now().After(end) {
			t.Fatalf("%s: %s: %v: %s", machine, script, err, said)
		}
		time.Sleep(500 * time.Millisecond)
	}
	if out != nil {
		*out = said
	}
}

// settled checks that nothing is left to do, by check and by a second run.
func (l trial) settled(t *testing.T) {
	t.Helper()
	for _, args := range [][]string{{"apply", "hapx", "--check", "--exit-code"}, {"apply", "hapx", "--assert-idempotent"}} {
		if out, errs, code := l.Run(t, args...); code != 0 {
			t.Errorf("%q: exit %d\n%s%s", args, code, out, errs)
		}
	}
}
