package facts

import (
	"reflect"
	"testing"
	"time"
)

func TestWordsThatAreKnown(t *testing.T) {
	for _, c := range []struct {
		fact Fact[string]
		word string
	}{{Init(), Systemd}, {Init(), OpenRC}, {PackageManager(), "apk"}, {PackageManager(), "none"}} {
		if got, err := c.fact.Parse(c.word + "\n"); err != nil || got != c.word {
			t.Errorf("%s: %q, %v", c.fact.Name, got, err)
		}
		if _, err := c.fact.Parse("launchd\n"); err == nil {
			t.Errorf("%s may be anything", c.fact.Name)
		}
	}
}

func TestUnits(t *testing.T) {
	printed := `ssh.service loaded active running OpenBSD Secure Shell server
auditd.service not-found inactive dead auditd.service
haproxy.service loaded failed failed HAProxy Load Balancer
--
ssh.service enabled enabled
haproxy.service disabled enabled
getty@.service enabled enabled
dbus.service static -
`
	want := map[string]Unit{
		"ssh.service":     {Load: "loaded", Active: "active", Sub: "running", Enabled: "enabled"},
		"auditd.service":  {Load: "not-found", Active: "inactive", Sub: "dead"},
		"haproxy.service": {Load: "loaded", Active: "failed", Sub: "failed", Enabled: "disabled"},
		"getty@.service":  {Enabled: "enabled"},
		"dbus.service":    {Enabled: "static"},
	}
	if got, err := Units().Parse(printed); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, printed := range []string{"", "one\n--\n", "ssh.service loaded active running OpenBSD\n"} {
		if got, err := Units().Parse(printed); err == nil {
			t.Errorf("%q: %+v", printed, got)
		}
	}
}

func TestClockOffset(t *testing.T) {
	for printed, want := range map[string]time.Duration{
		"1732098765.000000000 1732098765.250400000\n": 250 * time.Millisecond,
		"1732098765.500000000 1732098760.500000000\n": -5 * time.Second,
		"1732098765.400000000 1732098765.%N\n":        -400 * time.Millisecond, // busybox
		"1732098765.000000000 1732098768\n":           3 * time.Second,
	} {
		if got, err := ClockOffset().Parse(printed); err != nil || got != want {
			t.Errorf("%q: %s, %v", printed, got, err)
		}
	}
	for _, printed := range []string{"", " 1732098765.000000000\n", "1.5 2\n", "now then\n"} {
		if got, err := ClockOffset().Parse(printed); err == nil {
			t.Errorf("%q: %s", printed, got)
		}
	}
}

func TestAccount(t *testing.T) {
	for printed, want := range map[string]User{
		"0\nroot\nroot\n":                    {Name: "root", Root: true, Groups: []string{"root"}},
		"1000\nadmin\nadmin sudo haclient\n": {Name: "admin", UID: 1000, Groups: []string{"admin", "sudo", "haclient"}},
		"0\nroot\nroot bin daemon sys adm\n": {Name: "root", Root: true, Groups: []string{"root", "bin", "daemon", "sys", "adm"}},
	} {
		if got, err := Account().Parse(printed); err != nil || !reflect.DeepEqual(got, want) || !got.In(want.Groups[0]) {
			t.Errorf("%q: %+v, %v", printed, got, err)
		}
	}
	for _, printed := range []string{"", "root\nroot\nroot\n", "0\nroot\n"} {
		if got, err := Account().Parse(printed); err == nil {
			t.Errorf("%q: %+v", printed, got)
		}
	}
}
