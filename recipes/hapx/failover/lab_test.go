//go:build lab

package failover_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// A cluster of two nodes that fails over, is interrupted at that, and is well
// afterwards.
func TestLabFailover(t *testing.T) {
	l := labtest.New(t, "../../../examples/hapx.yaml", "failover", "22742")
	l.Apply(t, "busybox", "hapx")
	cluster := cluster{l}
	for _, c := range []struct {
		name string
		test func(*testing.T)
	}{
		{"check", cluster.check},
		{"twice", cluster.twice},
		{"bound", cluster.bound},
		{"operator", cluster.operator},
		{"interrupted", cluster.interrupted},
	} {
		if !t.Run(c.name, c.test) {
			return // the others would find what this one has left
		}
	}
}

type cluster struct{ *labtest.Lab }

// check says what would be done, and does nothing.
func (c cluster) check(t *testing.T) {
	out := c.Apply(t, "hapx/failover", "--check")
	for _, want := range []string{"standby of the active node", "active -> standby", "crash of the active machine"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	c.well(t)
}

// twice fails over by standby and by a crash, two times.
func (c cluster) twice(t *testing.T) {
	for range 2 {
		events, code := c.Events(t, "hapx/failover")
		if code != 0 {
			t.Fatalf("exit %d\n%s", code, failures(events))
		}
		expectOutage(t, events, "standby", 5*time.Second)
		expectOutage(t, events, "crash", 12*time.Second)
		for _, node := range []string{"hapx-node01", "hapx-node02"} {
			if logs, err := c.Try(t, node, "ls /var/lib/hrun/*.log"); err == nil {
				t.Errorf("%s keeps %s", node, logs)
			}
		}
		c.well(t)
	}
}

var found = regexp.MustCompile(`^(standby|crash) of (hapx-node0[12]): (\d+) ms without an answer, (\d+) of (\d+) requests lost, (hapx-node0[12]) holds 192\.168\.4\.20$`)

// expectOutage wants the service to have moved, and to have been away for no
// longer than that.
func expectOutage(t *testing.T, events []labtest.Event, what string, bound time.Duration) {
	t.Helper()
	for _, e := range events {
		if e.Task != "outage by "+what {
			continue
		}
		t.Log(e.Found)
		m := found.FindStringSubmatch(e.Found)
		if m == nil || m[1] != what || m[2] == m[6] {
			t.Errorf("%s: %q", e.Task, e.Found)
			return
		}
		ms, _ := strconv.Atoi(m[3])
		if took := time.Duration(ms) * time.Millisecond; took > bound || took < 200*time.Millisecond {
			t.Errorf("away for %v, want at most %v, and a time that can be", took, bound)
		}
		return
	}
	t.Errorf("nothing is told of an outage by %s", what)
}

func failures(events []labtest.Event) string {
	var b strings.Builder
	for _, e := range events {
		if e.Error != "" {
			b.WriteString(e.Stage + ": " + e.Host + ": " + e.Task + ": " + e.Error + "\n")
		}
	}
	return b.String()
}

// bound fails where it takes longer than is allowed, and leaves all as it was.
func (c cluster) bound(t *testing.T) {
	const rest = "verify: {backends: none}"
	c.Edit(t, rest, rest+"\n      failover: {standby: 100ms}")
	defer c.Edit(t, "\n      failover: {standby: 100ms}", "")
	events, code := c.Events(t, "hapx/failover")
	if code != 2 || !strings.Contains(failures(events), "ms without an answer are more than 100 ms") {
		t.Errorf("exit %d\n%s", code, failures(events))
	}
	for _, e := range events {
		if e.Task == "crash of the active machine" && e.Result != "skipped" {
			t.Errorf("and the machine: %+v", e)
		}
	}
	c.well(t)
}

// operator refuses a node that somebody else has put in standby, and leaves it
// there.
func (c cluster) operator(t *testing.T) {
	c.On(t, "hapx-node01", "crm_attribute --lifetime forever --node hapx-node02 --name standby --update on && crm_resource --wait")
	events, code := c.Events(t, "hapx/failover")
	if code != 2 || !strings.Contains(failures(events), "hapx-node02 is in standby") {
		t.Errorf("exit %d\n%s", code, failures(events))
	}
	if got := c.On(t, "hapx-node01", "crm_attribute --quiet --lifetime forever --node hapx-node02 --name standby --query"); got != "on\n" {
		t.Errorf("then its standby is %q", got)
	}
	c.On(t, "hapx-node01", "crm_attribute --lifetime forever --node hapx-node02 --name standby --delete && crm_resource --wait")
	c.well(t)
}
