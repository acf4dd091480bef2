package cib_test

import (
	"strings"
	"testing"
)

func TestComplaint26SecondTimeChangesNothing(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	wanted := document()
	wanted.Settle = -1
	if _, r := c.Apply(wanted); r.Err() != nil {
		t.Fatal(r.Err())
	}
	c.differs(wanted, "")
}

// No script puts the cluster into maintenance mode: not to look, not to see
// what would happen, and not to change anything.
func TestComplaint27NeverEntersMaintenanceMode(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	change, err := c.Plan(document())
	if err != nil || change.Empty() {
		t.Fatal(change, err)
	}
	scripts := string(document().Probe())
	for _, s := range change.Steps {
		scripts += string(s.Do) + string(s.Preview)
	}
	if strings.Contains(scripts, "maintenance") || !strings.Contains(scripts, "cibadmin") {
		t.Errorf("the scripts are\n%s", scripts)
	}
	if _, r := c.Apply(document()); r.Err() != nil {
		t.Fatal(r.Err())
	}
	c.run("! cibadmin --query | grep -q maintenance")
}
