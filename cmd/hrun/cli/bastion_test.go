package cli

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/inventory"
)

func TestJump(t *testing.T) {
	got := override(t, connectionFlags{jump: "inner, admin@far:2222"}, "",
		host("outer", inventory.Connection{}),
		host("inner", inventory.Connection{Via: []string{"outer"}}),
		host("node", inventory.Connection{Via: []string{"outer"}}),
		host("here", inventory.Connection{Kind: inventory.Local}))
	want := map[string][]string{"outer": nil, "inner": {"outer"}, "node": {"outer", "inner", "admin@far:2222"}, "here": nil}
	for name, via := range want {
		if d := cmp.Diff(via, got[name].Via); d != "" {
			t.Errorf("%s: -want +got\n%s", name, d)
		}
	}
	_, err := newJump(hosts(t, host("a", inventory.Connection{})), "a,b c")
	var usage *UsageError
	if !errors.As(err, &usage) {
		t.Errorf("got %v", err)
	}
}

func TestBastions(t *testing.T) {
	find := (&connectionFlags{privateKey: "key", hostKeys: "strict"}).bastions(hosts(t, host("gate", inventory.Connection{Port: 22022})), "")
	written := func(address, user string, port int) inventory.Host {
		return host("", inventory.Connection{Address: address, User: user, Port: port, KeyFiles: []string{"key"}, HostKeys: inventory.Strict})
	}
	for hop, want := range map[string]inventory.Host{
		"far":             written("far", "", 0),
		"admin@far:2222":  written("far", "admin", 2222),
		"a@b@far":         written("far", "a@b", 0),
		"192.0.2.1:22":    written("192.0.2.1", "", 22),
		"u@[2001:db8::1]": written("2001:db8::1", "u", 0),
		"[2001:db8::1]:7": written("2001:db8::1", "", 7),
		"2001:db8::1":     written("2001:db8::1", "", 0),
	} {
		got, ok := find(hop)
		if d := cmp.Diff(want.Connection, got.Connection); d != "" || !ok || got.Name != hop {
			t.Errorf("%s: got %q, %v, -want +got\n%s", hop, got.Name, ok, d)
		}
	}
	if got, ok := find("gate"); !ok || got.Connection.Port != 22022 {
		t.Errorf("a host of the inventory: got %v, %v", got, ok)
	}
	for _, hop := range []string{"", "@far", "far:", "far:0", "far:70000", "a b", "far/x", "admin@"} {
		if got, ok := find(hop); ok {
			t.Errorf("%q is a bastion: %v", hop, got)
		}
	}
}

// A bastion is not what is worked on: the flags only fill in what it lacks, and
// can make the check of its key stricter, but not weaker.
func TestFlagsFillInBastions(t *testing.T) {
	f := connectionFlags{user: "clerk", privateKey: "key", hostKeys: "strict"}
	own := inventory.Connection{User: "debian", KeyFiles: []string{"own"}, Password: "own", HostKeys: inventory.Off}
	find := f.bastions(hosts(t, host("said", own), host("unsaid", inventory.Connection{})), "secret")
	checked := own
	checked.HostKeys = inventory.Strict
	filled := inventory.Connection{User: "clerk", KeyFiles: []string{"key"}, Password: "secret", HostKeys: inventory.Strict}
	for name, want := range map[string]inventory.Connection{"said": checked, "unsaid": filled} {
		if got, _ := find(name); cmp.Diff(want, got.Connection) != "" {
			t.Errorf("%s: -want +got\n%s", name, cmp.Diff(want, got.Connection))
		}
	}
	own.HostKeys = inventory.Strict
	find = (&connectionFlags{hostKeys: "off"}).bastions(hosts(t, host("said", own)), "")
	if got, _ := find("said"); got.Connection.HostKeys != inventory.Strict {
		t.Errorf("the check of its key is %q", got.Connection.HostKeys)
	}
}
