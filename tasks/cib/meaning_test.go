package cib

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSame(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"interval", "20", "20s", true},
		{"interval", "20000ms", "20 sec", true},
		{"timeout", "1min", "60", true},
		{"timeout", "1h", "3600s", true},
		{"timeout", "1hr", "60M", true},
		{"timeout", "1000000us", "1", true},
		{"timeout", "20", "21", false},
		{"timeout", "2592000001ms", "2592000001 msec", true},
		{"timeout", "9223372036854775807h", "9223372036854775807hr", false},
		{"timeout", "20", "20x", false},
		{"timeout", "", "0", false},
		{"timeout", "-1", "-1s", false},
		{"stonith-watchdog-timeout", "-1", "-1", true},
		{"timeout", "PT20S", "20", false},
		{"stonith-enabled", "no", "FALSE", true},
		{"stonith-enabled", "off", "0", true},
		{"stonith-enabled", "n", "y", false},
		{"is-managed", "1", "true", true},
		{"stonith-enabled", "maybe", "no", false},
		{"resource-stickiness", "inf", "INFINITY", true},
		{"resource-stickiness", "1000000", "+INFINITY", true},
		{"resource-stickiness", "2000000", "INFINITY", true},
		{"score", "-inf", "-1000000", true},
		{"score", "inf", "-inf", false},
		{"score", "+5", "5", true},
		{"migration-threshold", "2", "2.0", false},
		{"no-quorum-policy", "Ignore", "ignore", true},
		{"no-quorum-policy", "stop", "ignore", false},
		{"batch-limit", "0", "no", false},
		{"batch-limit", "20", "20s", false},
		{"cluster-name", "A", "a", false},
	} {
		if got := same(c.name, c.a, c.b); got != c.want {
			t.Errorf("%s: %q and %q: %v, want %v", c.name, c.a, c.b, got, c.want)
		}
		if same(c.name, c.a, c.b) != same(c.name, c.b, c.a) {
			t.Errorf("%s: %q and %q: the order matters", c.name, c.a, c.b)
		}
	}
}

func TestWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(0, 1<<31-1).Draw(t, "ms")) * time.Millisecond
		if got, ok := parseDuration(formatDuration(d)); !ok || got != d {
			t.Errorf("%v is written as %s and read as %v", d, formatDuration(d), got)
		}
		n := rapid.IntRange(-infinity, infinity).Draw(t, "score")
		if got, ok := parseScore(formatScore(n)); !ok || got != n {
			t.Errorf("%d is written as %s and read as %d", n, formatScore(n), got)
		}
	})
}
