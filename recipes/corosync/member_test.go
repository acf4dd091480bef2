package corosync

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// build returns the work of the first node.
func build(m Member) (*recipes.Host, error) { return recipestest.Host("hapx-node01", m) }

func key(size int) sh.Secret { return sh.NewSecret(strings.Repeat("\xa5", size)) }

func pair() Member {
	return Member{Key: key(128), Nodes: []Node{
		{"hapx-node01", 1, netip.MustParseAddr("192.168.4.18")},
		{"hapx-node02", 2, netip.MustParseAddr("192.168.4.19")},
	}}
}

func TestTasksAndHandlers(t *testing.T) {
	m := pair()
	m.Rolling = &recipes.Rolling{Name: "cluster"}
	h, err := build(m)
	if err != nil {
		t.Fatal(err)
	}
	want := `directory /etc/corosync
directory /var/log/corosync
file /etc/corosync/authkey -> restart corosync everywhere
corosync crypto -> restart corosync everywhere
corosync settings of the start -> reload corosync, restart corosync
file /etc/corosync/corosync.conf -> reload corosync
packages corosync
unit corosync
`
	if diff := cmp.Diff(want, recipestest.Outline(h)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(h.Handlers) != 3 || h.Handlers[0].Name != RestartEverywhere || h.Handlers[1].Name != Reload || h.Handlers[2].Name != Restart {
		t.Fatalf("handlers are %+v", h.Handlers)
	}
	for _, hd := range h.Handlers[:2] {
		if r := hd.Rolling; r == nil || r.Serial.Size(0, len(m.Nodes)) != len(m.Nodes) || len(r.Gate) != 0 || r.Name == m.Rolling.Name {
			t.Errorf("%s is not done on all at once, after all have the files: %+v", hd.Name, r)
		}
	}
	if h.Handlers[2].Rolling != m.Rolling || h.Handlers[2].Action != systemd.Restart("corosync") {
		t.Errorf("handler is %+v", h.Handlers[2])
	}
}

func TestFaults(t *testing.T) {
	no, yes := false, true
	for want, change := range map[string]func(*Member){
		"the key has 64 bytes":                  func(m *Member) { m.Key = key(64) },
		"the key has 127 bytes":                 func(m *Member) { m.Key = key(127) },
		"the key has 4097 bytes":                func(m *Member) { m.Key = key(4097) },
		"the key has 0 bytes":                   func(m *Member) { m.Key = sh.Secret{} },
		`cluster name "a-name-too-long!"`:       func(m *Member) { m.Cluster = "a-name-too-long!" },
		`cluster name "sixteen-letters."`:       func(m *Member) { m.Cluster = "sixteen-letters." },
		`cipher "rot13"`:                        func(m *Member) { m.CryptoCipher = "rot13" },
		`hash "crc"`:                            func(m *Member) { m.CryptoHash = "crc" },
		"cipher aes256 needs a hash too":        func(m *Member) { m.CryptoHash = "none" },
		"token timeout of 3ns":                  func(m *Member) { m.Token = 3 },
		"-1 token retransmits":                  func(m *Member) { m.TokenRetransmits = -1 },
		"port 65536":                            func(m *Member) { m.Port = 65536 },
		`log file "corosync.log"`:               func(m *Member) { m.LogFile = "corosync.log" },
		"host hapx-node01 is not among":         func(m *Member) { m.Nodes = m.Nodes[1:] },
		"node hapx-node02: id 1 is not":         func(m *Member) { m.Nodes[1].ID = 1 },
		"node hapx-node02: id 0 is not":         func(m *Member) { m.Nodes[1].ID = 0 },
		"node hapx-node02 has no address":       func(m *Member) { m.Nodes[1].Address = netip.Addr{} },
		"192.168.4.18 is another node's too":    func(m *Member) { m.Nodes[1].Address = m.Nodes[0].Address },
		`node "hapx-node01": a name must be`:    func(m *Member) { m.Nodes[1].Name = "hapx-node01" },
		"two_node with 1 nodes":                 func(m *Member) { m.Nodes, m.TwoNode = m.Nodes[:1], &yes },
		"host hapx-node01 is not among the nod": func(m *Member) { m.Nodes = nil },
		"address 2001:db8::2 is of another IP":  func(m *Member) { m.Nodes[1].Address = netip.MustParseAddr("2001:db8::2") },
		`syslog facility "mail"`:                func(m *Member) { m.SyslogFacility = "mail" },
		`"a\nb": want 1 to 15 letters, digits`:  func(m *Member) { m.Cluster, m.TwoNode = "a\nb", &no },
	} {
		m := pair()
		change(&m)
		if _, err := build(m); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for _, size := range []int{128, 4096} {
		m := pair()
		m.Key = key(size)
		if _, err := build(m); err != nil {
			t.Errorf("a key of %d bytes: %v", size, err)
		}
	}
}
