// Package corosync is the role of a cluster member.
package corosync

import (
	"net/netip"
	"path"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Member is a host that belongs to a corosync cluster. All members must play
// the role with the same values. The zero value of a field is its default,
// except for Nodes and Key, which are required. The fields that an inventory
// cannot set are for the composing recipe.
//
// The members talk over knet: unicast, authenticated and encrypted; see
// corosync.conf(5).
type Member struct {
	Cluster string    `yaml:"-"` // name, at most 15 bytes; default "haproxy-cluster"
	Nodes   []Node    `yaml:"-"` // every member, in the same order on each
	Key     sh.Secret `yaml:"-"` // 128 to 4096 bytes, the same on every member

	Token            time.Duration // without the token this long, a node counts as lost, however many there are (token_coefficient is 0); default 3s
	TokenRetransmits int           // how often the token is sent again before that; default 10
	CryptoCipher     string        // default "aes256"
	CryptoHash       string        // default "sha256"
	Port             int           // UDP port, default 5405
	LogFile          string        // default "/var/log/corosync/corosync.log"
	SyslogFacility   string        // "daemon" or "local0" to "local7"; default "daemon"
	Debug            bool          // log what only helps to find faults

	// TwoNode keeps one node of two quorate when it loses the other. nil means
	// that it is on exactly if there are two nodes. It must be off where a
	// quorum device has the third vote.
	TwoNode *bool

	// Device is the quorum device whose vote the members ask for; nil means none.
	// TwoNode is off with one. Each member must run corosync-qdevice, as the
	// roles of package qdevice have it.
	Device *Device `yaml:"-"`

	// WaitForAll makes a cluster that starts wait until all nodes were there
	// at once. nil leaves it to corosync, where TwoNode implies it: after a
	// power failure, one node alone then gives no service until somebody acts.
	// Without it, two nodes that start apart may both give service.
	WaitForAll *bool

	// Then are units that must be started anew after corosync, as pacemaker:
	// their handlers follow those of corosync. Where a unit requires corosync's,
	// systemd restarts it along with corosync, and its debt is paid by that.
	Then []string `yaml:"-"`

	// Rolling makes the members restart in turn, where a restart is needed at
	// all: most of the configuration, and above all which nodes are members and
	// how many votes that makes, is read again by those that run. That is done
	// when all members have it; see corosync-cfgtool(8), -R. A new key or cipher
	// restarts all at once instead. The name of the cluster and the port roll too,
	// although a member with the new one does not find those with the old one:
	// the gate then fails, and the others have to be restarted by hand.
	// nil restarts all at once.
	Rolling *recipes.Rolling `yaml:"-"`
}

// Node is one member as the others see it.
type Node struct {
	Name    string // of the host in the inventory
	ID      int    // from 1, unique, and never another one for the same node
	Address netip.Addr
}

// The names of the handlers. Everywhere means all members at once, when all of
// them have the new key or cipher: one that has it cannot talk to those that do
// not. If one of them has failed before, none restarts. Nor is the configuration
// read again then: a member without the new one would go by the old.
const (
	RestartEverywhere = "restart corosync everywhere"
	Reload            = "reload corosync"
	Restart           = "restart corosync"
)

const (
	directory = "/etc/corosync"
	keyPath   = directory + "/authkey"
	confPath  = directory + "/corosync.conf"
)

// On writes key and configuration before the package is installed, because
// Debian's package at once starts what it finds, and by itself it brings a
// cluster of one node. A restart of corosync also restarts pacemaker, whose
// unit requires it, around it and in the right order.
func (m Member) On(h *recipes.Host) error {
	m = m.WithDefaults()
	if err := m.check(h.Name); err != nil {
		return err
	}
	body, err := m.render()
	if err != nil {
		return err
	}
	everywhere := h.Handler(RestartEverywhere, systemd.Restart("corosync"))
	everywhere.Rolling = &recipes.Rolling{Name: m.Cluster + " everywhere", Serial: recipes.Batches{recipes.Percent(100)}, Rank: "echo 0"}
	reload := h.Handler(Reload, m.reload())
	reload.Rolling = &recipes.Rolling{Name: m.Cluster + " reload", Serial: recipes.Batches{recipes.Percent(100)}, Rank: "echo 0"}
	restart := h.Handler(Restart, systemd.Restart("corosync"))
	restart.Rolling = m.Rolling
	all, turns := []*recipes.Handler{everywhere}, []*recipes.Handler{restart}
	for _, unit := range m.Then {
		then := h.Handler("restart "+unit, systemd.Restart(unit))
		then.Rolling = m.Rolling
		all, turns = append(all, then), append(turns, then)
	}

	h.Do(file.Directory{Path: directory, Mode: 0o755, Owner: "root:root"})
	if logs := path.Dir(m.LogFile); logs != "/var/log" {
		h.Do(file.Directory{Path: logs, Mode: 0o755, Owner: "root:root"})
	}
	h.DoThen(file.Secret{Path: keyPath, Body: m.Key, Mode: 0o400, Owner: "root:root"}, all...)
	h.DoThen(crypto{Path: confPath, Cipher: m.CryptoCipher, Hash: m.CryptoHash}, all...)
	h.DoThen(startup{Path: confPath, Body: body, Verify: verify.Corosync()}, append([]*recipes.Handler{reload}, turns...)...)
	h.DoThen(file.Content{Path: confPath, Body: body, Mode: 0o644, Owner: "root:root", Verify: verify.Corosync()}, reload)
	h.Do(packages.Set{Names: []string{"corosync"}}, systemd.Running("corosync"))
	return nil
}
