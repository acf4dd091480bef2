package packages

import (
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Set wants packages installed, absent, at a version, or held. All that
// differs is cured together: by one transaction of apt, and by one removal and
// one installation of dnf and apk.
//
// A name is that of one package, e.g. "corosync", on Debian and with dnf also
// with an architecture, "libc6:i386". It is not a pattern, a group, or
// something that packages provide: a virtual package never counts as
// installed, and is refused before anything is installed.
type Set struct {
	// Names are to be installed: "haproxy" at any version, and
	// "haproxy=2.6.12-1+deb12u2" at exactly that one, as the package manager
	// prints it. To get there a newer one is replaced by an older one. What is
	// there only because another package needs it is marked with apt-mark(8)
	// as manually installed, so that autoremove leaves it; dnf and apk are not
	// asked about that.
	Names []string

	// Latest are to be installed at the newest version that the host's lists
	// of packages offer. Lists older than CacheAge are a difference: the
	// remedy fetches them, and installs what they offer, in one step. Probes
	// fetch nothing.
	Latest []string

	// Absent are not to be installed. What depends on them is removed with
	// them: check mode shows what that is.
	Absent []string
	Purge  bool // also remove the configuration files of what is Absent; dnf knows no difference

	// Held are to stay at the version that they have, or that Names gives
	// them, whatever is upgraded later, as by apt-mark hold. Released are not
	// to be held. A package in neither list keeps what it has; if it is held,
	// a change of it is refused with a [HeldError]. Only apt holds packages.
	Held     []string
	Released []string

	Recommends bool // also install what the packages recommend; apk knows no such thing

	// LockTimeout bounds the wait for another package manager on the host,
	// e.g. the one of unattended upgrades. 0 means 5 minutes. Parts of a
	// second are rounded up.
	LockTimeout time.Duration

	// CacheAge is how old the lists of available packages may be; older ones
	// are fetched again before an installation. They are fetched in any case
	// where a package is unknown or the sources have changed. 0 means 1 hour;
	// parts of a minute do not count, and less than a minute is one.
	CacheAge time.Duration

	// Manager is the host's package manager. Empty means the one that is found
	// there: the one that has a database of packages.
	Manager Manager
}

var (
	_ tasks.Task    = Set{}
	_ tasks.Sampler = Set{}
	_ tasks.Merger  = Set{}
)

// String returns "packages NAME..., latest NAME..., absent NAME..., held
// NAME..., released NAME...", without what is empty.
func (s Set) String() string {
	var parts []string
	for _, l := range s.lists() {
		if len(l.names) > 0 {
			parts = append(parts, strings.TrimSpace(l.title+" "+strings.Join(l.names, " ")))
		}
	}
	return "packages " + strings.Join(parts, ", ")
}

// Titles of the lists of a set. What is installed needs no word.
const (
	names    = ""
	latest   = "latest"
	absent   = "absent"
	held     = "held"
	released = "released"
)

// list is one of the lists of a set.
type list struct {
	title string
	names []string
}

func (s Set) lists() []list {
	return []list{{names, s.Names}, {latest, s.Latest}, {absent, s.Absent}, {held, s.Held}, {released, s.Released}}
}

// Probe prints the package manager and what it knows of the packages.
func (s Set) Probe() sh.Script { return probe(s) }

// Sample returns what the probe prints on a Debian host.
func (s Set) Sample() (before, after string) { return sample(s) }
