package packages

import (
	"fmt"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Upgraded wants all packages of a Debian host at the newest version that its
// lists of packages offer, also where that takes further packages. Lists older
// than CacheAge are a difference: the remedy fetches them, and upgrades to what
// they offer. What is held stays, and so does what apt-get keeps back. Whether
// the host has to be booted after that, a task of package reboot tells.
//
// The probe has apt-get(8) plan the upgrade, and nothing else, which takes a
// second or two.
type Upgraded struct {
	Full       bool // also upgrade what other packages have to be removed for: dist-upgrade of apt-get(8)
	Autoremove bool // remove what was installed for others, none of which is there any more

	LockTimeout time.Duration // as in Set
	CacheAge    time.Duration // as in Set
}

var (
	_ tasks.Task    = Upgraded{}
	_ tasks.Sampler = Upgraded{}
)

// String returns "packages upgraded".
func (Upgraded) String() string { return "packages upgraded" }

// Validate reports negative times.
func (u Upgraded) Validate() error {
	switch {
	case u.LockTimeout < 0:
		return fmt.Errorf("packages: a LockTimeout of %v is negative", u.LockTimeout)
	case u.CacheAge < 0:
		return fmt.Errorf("packages: a CacheAge of %v is negative", u.CacheAge)
	}
	return nil
}

func (u Upgraded) age() time.Duration { return Set{CacheAge: u.CacheAge}.age() }

func (u Upgraded) verb() []string {
	if u.Full {
		return []string{"dist-upgrade"}
	}
	return []string{"upgrade", "--with-new-pkgs"}
}

// Probe prints "apt", a line "name|version|new version" for each package that
// would change, where no version means that it is not installed, and "lists
// old".
func (u Upgraded) Probe() sh.Script {
	args := append([]string{"-s", "-q"}, readOnly...)
	if u.Autoremove {
		args = append(args, "--auto-remove")
	}
	return apt{}.present() + ` || { echo 'this is no host with apt and dpkg' >&2; exit 1; }
echo apt
plan=$(TMPDIR=/dev/shm ` + sh.Cmd("apt-get", append(args, u.verb()...)...) + `) || exit
printf '%s\n' "$plan" | awk '
$1 == "Inst" || $1 == "Remv" {
	was = now = ""
	at = 3
	if ($at ~ /^\[/) { was = substr($at, 2); sub(/\].*/, "", was); at++ }
	if ($1 == "Inst") now = substr($at, 2)
	print $2 "|" was "|" now
}' | sort -u
if ` + oldLists(u.age()) + `; then echo 'lists old'; fi`
}

// Plan has one step for all packages.
func (u Upgraded) Plan(got string) (c tasks.Change, err error) {
	first, rest, _ := strings.Cut(got, "\n")
	if first != string(APT) {
		return c, fmt.Errorf("the probe printed %q, want %q", first, APT)
	}
	var was, want []string
	for line := range strings.Lines(rest) {
		line = strings.TrimSuffix(line, "\n")
		f := strings.Split(line, "|")
		switch {
		case line == "lists old":
			was = append(was, fmt.Sprintf("lists of packages older than %v", u.age()))
			want = append(want, "newer lists, and what they offer")
			continue
		case len(f) != 3 || f[0] == "" || f[1] == f[2]:
			return c, fmt.Errorf("the probe printed %q, want package|version|new version", line)
		}
		for i := range f {
			if f[i] == "" {
				f[i] = notInstalled
			}
		}
		was, want = append(was, f[0]+" "+f[1]), append(want, f[0]+" "+f[2])
	}
	c.Differ("packages", strings.Join(was, "\n"), strings.Join(want, "\n"), u.upgrade())
	return c, nil
}

// upgrade removes what nobody needs in a step of its own: which kernels these
// are can depend on the upgrade.
func (u Upgraded) upgrade() sh.Script {
	do := []sh.Script{
		sh.Group(await(aptLocks, "", u.LockTimeout)),
		sh.Group(repair),
		sh.Group("if " + oldLists(u.age()) + "; then\n" + fetch + "\nfi"),
		unattended(u.LockTimeout, u.verb()...),
	}
	if u.Autoremove {
		do = append(do, unattended(u.LockTimeout, "autoremove"))
	}
	return sh.Lines(do...)
}

// Sample is of a host with one old package.
func (Upgraded) Sample() (before, after string) { return "apt\nopenssl|1.0|1.1\n", "apt\n" }
