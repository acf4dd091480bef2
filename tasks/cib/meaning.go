package cib

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// same reports whether two values of the cluster option, meta attribute or
// operation attribute of that name mean the same to pacemaker. Types are from
// the metadata that its daemons print and from "Pacemaker Explained"; values
// of other names are compared exactly.
func same(name, a, b string) bool {
	if a == b {
		return true
	}
	switch typeOf(name) {
	case boolean:
		x, ok := parseBoolean(a)
		y, also := parseBoolean(b)
		return ok && also && x == y
	case duration:
		x, ok := parseDuration(a)
		y, also := parseDuration(b)
		return ok && also && x == y
	case score:
		x, ok := parseScore(a)
		y, also := parseScore(b)
		return ok && also && x == y
	case word:
		return strings.EqualFold(a, b)
	}
	return false
}

type valueType int

const (
	opaque valueType = iota
	boolean
	duration
	score
	word
)

func typeOf(name string) valueType {
	switch name {
	case "symmetric-cluster", "maintenance-mode", "start-failure-is-fatal", "enable-startup-probes", "shutdown-lock",
		"stonith-enabled", "have-watchdog", "concurrent-fencing", "startup-fencing", "stop-all-resources",
		"stop-orphan-resources", "stop-orphan-actions", "remove-after-stop", "enable-acl",
		"is-managed", "maintenance", "critical", "allow-migrate", "allow-unhealthy-nodes", "remote-allow-migrate",
		"globally-unique", "ordered", "interleave", "notify", "enabled", "record-pending":
		return boolean
	case "shutdown-lock-limit", "stonith-timeout", "priority-fencing-delay", "cluster-delay", "dc-deadtime",
		"cluster-recheck-interval", "election-timeout", "shutdown-escalation", "join-integration-timeout",
		"join-finalization-timeout", "transition-delay", "stonith-watchdog-timeout",
		"failure-timeout", "remote-connect-timeout", "interval", "timeout", "start-delay":
		return duration
	case "resource-stickiness", "migration-threshold", "priority", "score",
		"node-health-base", "node-health-green", "node-health-yellow", "node-health-red":
		return score
	case "no-quorum-policy", "stonith-action", "node-health-strategy", "placement-strategy",
		"target-role", "multiple-active", "resource-discovery", "on-fail":
		return word
	}
	return opaque
}

// parseBoolean knows the words of pacemaker's crm_str_to_boolean.
func parseBoolean(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "on", "yes", "y", "1":
		return true, true
	case "false", "off", "no", "n", "0":
		return false, true
	}
	return false, false
}

// parseDuration reads a whole number with one of pacemaker's units; without
// one it is seconds. ISO 8601 durations are not read: one is replaced by the
// declared value even where it means the same.
func parseDuration(s string) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	number, err := strconv.ParseInt(s[:digits], 10, 64)
	if err != nil {
		return 0, false
	}
	var unit time.Duration
	switch strings.ToLower(strings.TrimSpace(s[digits:])) {
	case "", "s", "sec":
		unit = time.Second
	case "ms", "msec":
		unit = time.Millisecond
	case "us", "usec":
		unit = time.Microsecond
	case "m", "min":
		unit = time.Minute
	case "h", "hr":
		unit = time.Hour
	default:
		return 0, false
	}
	if number > int64(math.MaxInt64/unit) {
		return 0, false
	}
	return time.Duration(number) * unit, true
}

// formatDuration writes what parseDuration reads.
func formatDuration(d time.Duration) string {
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatInt(d.Milliseconds(), 10) + "ms"
}

// infinity is pacemaker's: scores beyond it, either way, mean it.
const infinity = 1_000_000

// parseScore reads a whole number, or infinity as pacemaker or crmsh write it.
func parseScore(s string) (int, bool) {
	switch strings.ToLower(s) {
	case "infinity", "+infinity", "inf", "+inf":
		return infinity, true
	case "-infinity", "-inf":
		return -infinity, true
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, false
	}
	return max(-infinity, min(n, infinity)), true
}

// formatScore writes what parseScore reads, in the one way that the schema of
// the CIB accepts.
func formatScore(n int) string {
	switch n {
	case infinity:
		return "INFINITY"
	case -infinity:
		return "-INFINITY"
	}
	return strconv.Itoa(n)
}
