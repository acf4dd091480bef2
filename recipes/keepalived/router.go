// Package keepalived is the role of a VRRP router, keepalived(8): a host that
// holds an address which others take over when it fails.
package keepalived

import (
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Router is a host that takes part in one virtual router: of all that do, one
// holds the addresses. The zero value of a field is its default, except for
// Interface and VIPs, which are required. The fields that an inventory cannot
// set are for the composing recipe. What the routers of one virtual router must
// have in common, [Agree] checks.
//
// Nothing decides between routers that do not hear each other: where the link
// between them is cut and both are well, both hold the addresses, until the
// link is back and the one with the lower priority gives way. There is no quorum
// in VRRP, and no fencing; a third router does not help.
//
// VRRP is version 2 for addresses of IPv4, and version 3 for those of IPv6.
type Router struct {
	Name     string // of the instance; default "VI_1"
	RouterID int    // VRID, which no other virtual router on the link may have; 1 to 255, default 51

	Interface string         `yaml:"-"` // that VRRP is spoken on, and that carries the addresses
	State     State          `yaml:"-"` // to start in; default Backup
	Priority  int            `yaml:"-"` // 1 to 254, the highest holds the addresses; default 100
	VIPs      []netip.Prefix `yaml:"-"` // the addresses, each with the length of its network; of one IP version

	// Auth is a password of 1 to 8 characters, which version 2 sends over the
	// link as it is: it keeps routers apart that were given the same RouterID
	// by mistake, and nobody out. Version 3 has none.
	Auth sh.Secret `yaml:"-"`

	// AdvertInterval is the time between two advertisements, after three of
	// which a router counts as gone; default 1s. Version 2 has whole seconds up
	// to 255s, version 3 has 10ms to 40.95s (RFC 5798).
	AdvertInterval time.Duration

	// Refresh is how often the router that holds the addresses tells its
	// neighbours so, in whole seconds; default 5s. Where two routers held them
	// while the link between them was cut, nothing else tells clients that
	// believe the other one: the one that keeps the addresses need not notice.
	Refresh time.Duration

	// NoPreempt leaves the addresses where they are when a router of a higher
	// priority comes back. All routers must then start as Backup.
	NoPreempt bool

	// UnicastSource and UnicastPeers are the own address and those of all others,
	// where the network drops multicast (224.0.0.18, ff02::12). Both or neither.
	UnicastSource netip.Addr   `yaml:"-"`
	UnicastPeers  []netip.Addr `yaml:"-"`

	Scripts    []Script // that must succeed for the router to count as well
	ScriptUser string   // whom they run as; default "nobody"

	// Preferred says that the addresses belong here as long as this router is
	// well: it is then waited for, at the end of the role and of each turn. It is
	// for the router of the highest priority, and without NoPreempt.
	Preferred bool `yaml:"-"`
}

// State is what a router takes itself for until it has heard the others.
type State string

// The states to start in. The zero value is Backup.
const (
	Backup State = "" // BACKUP
	Master State = "MASTER"
)

// String returns MASTER or BACKUP.
func (s State) String() string {
	if s == Backup {
		return "BACKUP"
	}
	return string(s)
}

// Reload is the name of the handler that makes keepalived read its
// configuration.
const Reload = "reload keepalived"

const (
	directory  = "/etc/keepalived"
	configPath = directory + "/keepalived.conf"
)

// On writes the configuration before the package is installed, because the
// package starts what it finds. The file that it replaces is kept beside it.
//
// A changed configuration is read by one router after another, the one that
// holds the addresses last. It keeps them meanwhile: nothing that this role can
// change needs a restart. Where the routers must agree in what has changed, such
// as the password, two of them may hold the addresses until the last one has
// had its turn.
func (r Router) On(h *recipes.Host) error {
	r = r.WithDefaults()
	if err := r.check(); err != nil {
		return err
	}
	body, err := r.render(h.Name)
	if err != nil {
		return err
	}
	reload := h.Handler(Reload, systemd.Reload("keepalived"))
	reload.Rolling = r.rolling()
	for _, s := range r.Scripts {
		if s.Package != "" {
			h.Do(packages.Set{Names: []string{s.Package}})
		}
	}
	h.Do(file.Directory{Path: directory, Mode: 0o755, Owner: "root:root"})
	h.DoThen(r.configuration(body), reload)
	h.Do(packages.Set{Names: []string{"keepalived"}}, systemd.Running("keepalived"))
	if r.Preferred {
		h.Do(r.held())
	}
	return nil
}
