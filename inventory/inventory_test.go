package inventory

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestNew(t *testing.T) {
	groups := []string{"z", "a"}
	user, err := NewValue("admin")
	if err != nil {
		t.Fatal(err)
	}
	inv, err := New(
		Host{Name: "n1", Groups: groups, Connection: Connection{User: "root", Port: 2222}, Vars: Vars{"ansible_user": user}},
		Host{Name: "n2", Groups: []string{"a"}, Connection: Connection{Via: []string{"n1"}}},
		Host{Name: "n3", Connection: Connection{Via: []string{"n2"}}},
		Host{Name: "n4", Connection: Connection{Via: []string{"me@elsewhere:22"}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	n1, _ := inv.Host("n1")
	if n1.Connection.User != "admin" || n1.Connection.Port != 2222 || !slices.Equal(n1.Groups, []string{"a", "z"}) || groups[0] != "z" {
		t.Errorf("%+v, %v", n1, groups)
	}
	n3, _ := inv.Host("n3")
	if !slices.Equal(n3.Connection.Via, []string{"n1", "n2"}) {
		t.Errorf("via %v", n3.Connection.Via)
	}
	if _, ok := inv.Host("n5"); ok || inv.Dir() != "" || !slices.Equal(inv.Groups(), []string{"a", "z"}) {
		t.Errorf("%t, %q, %v", ok, inv.Dir(), inv.Groups())
	}
}

func TestNewFaults(t *testing.T) {
	for want, hosts := range map[string][]Host{
		`host name "" is empty or there twice`:                                        {{}},
		`host name "a" is empty or there twice`:                                       {{Name: "a"}, {Name: "a"}},
		"host a: port -1 is not from 1 to 65535":                                      {{Name: "a", Connection: Connection{Port: -1}}},
		"host a: port 65536 is not from 1 to 65535":                                   {{Name: "a", Connection: Connection{Port: 65536}}},
		`host a: bastion "x:0": host "x:0": port "0" is not a number from 1 to 65535`: {{Name: "a", Connection: Connection{Via: []string{"x:0"}}}},
		"host a: its bastions go round in a circle: a, b\nhost b: its bastions go round in a circle: b, a": {
			{Name: "a", Connection: Connection{Via: []string{"b"}}}, {Name: "b", Connection: Connection{Via: []string{"a"}}},
		},
	} {
		if _, err := New(hosts...); err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

func TestGroups(t *testing.T) {
	inv := loadText(t, patternHosts)
	for name, want := range map[string][]string{
		"all": inv.names(), "ungrouped": {"lonely"}, "other": {"web01.example.org", "db1"},
		"site": {"web01.example.org", "web02.example.org", "web03.example.org", "web-a", "web-b", "web-c", "db1", "db3", "db5", "2001:db8::1"},
	} {
		hosts, err := inv.Group(name)
		if err != nil || !slices.Equal(namesOf(hosts), want) {
			t.Errorf("%s: %v, %v", name, namesOf(hosts), err)
		}
	}
	for name, want := range map[string]EmptyGroupError{
		"empty": {Group: "empty", Exists: true}, "stie": {Group: "stie", Nearest: "site"}, "nosuch": {Group: "nosuch"},
	} {
		_, err := inv.Group(name)
		var empty *EmptyGroupError
		if !errors.As(err, &empty) || *empty != want || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), want.Nearest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, want := range map[string]string{"all": "", "ungrouped": "lonely", "site": "", "other": "web01.example.org db1", "nosuch": ""} {
		if got := strings.Join(inv.Members(name), " "); got != want {
			t.Errorf("members of %s: %s", name, got)
		}
	}
	for name, want := range map[string]string{"all": "site other empty", "site": "web db", "web": "", "nosuch": ""} {
		if got := strings.Join(inv.Children(name), " "); got != want {
			t.Errorf("children of %s: %s", name, got)
		}
	}
}

func TestDir(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a/hosts", "h\n")
	for _, sources := range [][]string{{"a"}, {"a/hosts"}, {"x,", "a/hosts", "a"}} {
		inv, err := Load(sources...)
		if err != nil {
			t.Fatal(err)
		}
		if inv.Dir() != "a" {
			t.Errorf("%v: %q", sources, inv.Dir())
		}
	}
}
