package failover_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/failover"
	"github.com/hrun-dev/hrun/tasks/outage"
)

// What hosts print in the end: the client, the node that gave the address up and
// the one that took it.
const (
	asked  = "1.00 200 0.001 0.002\n1.05 000 0.000 1.001\n2.10 200 0.001 0.002\nhrun: seen\nnobody watches\n"
	silent = "1.00 200 0.001 0.002\n1.05 000 0.000 1.001\nhrun: seen\nnobody watches\n"
	gave   = "nobody asks\nhrun: seen\nbegin 1795176000.0 0 held\n[2026-11-20T12:00:02.0] Deleted 3: eth0 inet 192.0.2.20/27 scope global eth0\n"
	keeps  = "nobody asks\nhrun: seen\nbegin 1795176000.0 0 held\nat 1795176009.0 0 held\n"
	took   = "nobody asks\nhrun: seen\nbegin 1795176000.0 0 \n[2026-11-20T12:00:02.5] 3: eth0 inet 192.0.2.20/27 scope global eth0\nat 1795176009.0 0 held\n"
	lost   = "nobody asks\nhrun: seen\nbegin 1795176005.0 0 \nat 1795176009.0 0 \n"
	never  = "nobody asks\nhrun: seen\nbegin 1795176000.0 0 \n"
)

func judge(bound time.Duration, printed ...string) (string, error) {
	t := failover.Trial{Request: outage.Request{URL: "http://192.0.2.20/"}, Address: netip.MustParseAddr("192.0.2.20")}
	t.Parameters = t.Parameters.WithDefaults()
	var answers []recipes.Answer
	for i, text := range printed {
		answers = append(answers, recipes.Answer{Host: []string{"client", "node1", "node2"}[i], Printed: text})
	}
	return failover.Outcome(t, inventory.Host{Name: "client"}, bound, answers)
}

func TestOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		printed     []string
		bound       time.Duration
		found, want string
	}{
		"well":         {[]string{asked, gave, took}, 2 * time.Second, "standby of node1: 1100 ms without an answer, 1 of 3 requests lost, node2 holds 192.0.2.20", ""},
		"too long":     {[]string{asked, gave, took}, time.Second, "standby of node1: 1100 ms", "1100 ms without an answer are more than 1000 ms"},
		"not back":     {[]string{silent, gave, took}, 2 * time.Second, "1 of 2 requests lost", "http://192.0.2.20/ does not answer"},
		"both":         {[]string{asked, keeps, took}, 2 * time.Second, "node1 and node2 hold 192.0.2.20", "node1 and node2 both had the address for 6500 ms"},
		"gone":         {[]string{asked, gave, never}, 2 * time.Second, "no node holds 192.0.2.20", "one node is to hold 192.0.2.20, and 0 do"},
		"log lost":     {[]string{asked, lost, took}, 2 * time.Second, "standby of no node", "one node is to have had 192.0.2.20 at the beginning, and 0 had"},
		"did not move": {[]string{asked, keeps, never}, 2 * time.Second, "node1 holds", "no other node has had 192.0.2.20"},
	} {
		found, err := judge(c.bound, c.printed...)
		if !strings.Contains(found, c.found) {
			t.Errorf("%s: found %q, want %q", name, found, c.found)
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	_, err := judge(time.Second, asked, gave, took)
	var long *failover.OutageError
	if !errors.As(err, &long) || long.Took != 1100*time.Millisecond || long.Bound != time.Second || long.Hint() == "" {
		t.Errorf("%v", err)
	}
}

// Where nothing was asked, or a node does not say what it has seen, nothing is
// judged: a check waits for what is not there yet.
func TestOutcomeUnknown(t *testing.T) {
	for want, printed := range map[string][]string{
		outage.ErrNobodyAsks.Error():    {"nobody asks\nhrun: seen\nnobody watches\n", gave, took},
		outage.ErrNobodyWatches.Error(): {asked, gave, "nobody asks\nhrun: seen\nnobody watches\n"},
		`node1 printed "what"`:          {asked, "what", took},
	} {
		if found, err := judge(time.Second, printed...); found != "" || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q, %v, want %q", found, err, want)
		}
	}
}

func TestActive(t *testing.T) {
	answer := func(host, printed string) recipes.Answer { return recipes.Answer{Host: host, Printed: printed + "\n"} }
	if name, err := failover.Active([]recipes.Answer{answer("a", "passive"), answer("b", "active")}); err != nil || name != "b" {
		t.Errorf("%q, %v", name, err)
	}
	lost := recipes.Answer{Host: "b", Err: errors.New("b is lost")}
	for want, answers := range map[string][]recipes.Answer{
		`these are: []`:        {answer("a", "passive"), answer("b", "passive")},
		`these are: ["a" "b"]`: {answer("a", "active"), answer("b", "active")},
		"b is lost":            {answer("a", "active"), lost},
	} {
		if name, err := failover.Active(answers); err == nil || name != "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%q, %v, want %q", name, err, want)
		}
	}
}
