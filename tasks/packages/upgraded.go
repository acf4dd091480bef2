package packages

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Upgraded wants all packages of a Debian host at the newest version that its
// lists of packages offer, also where that takes further packages. Lists older
// than CacheAge are a difference: the remedy fetches them, and upgrades to what
// they offer. What is held stays, and so does what apt-get keeps back. What is
// half done, because a package's script failed or somebody was interrupted, is
// finished. Whether the host has to be booted after that, a task of package
// reboot tells.
//
// The probe has apt-get(8) plan the upgrade, and nothing else, which takes a
// second or two.
type Upgraded struct {
	// Sources, if there are any, are the only source packages whose packages
	// are upgraded, with what they newly need: "haproxy", or "kronosnet", of
	// which libknet1 is. A source that the host has nothing of is none of its
	// business. What they cannot be upgraded with, because it is held or would
	// have to be removed, is an error of the probe.
	Sources []string

	Full       bool // also upgrade what other packages have to be removed for: dist-upgrade of apt-get(8)
	Autoremove bool // remove what was installed for others, none of which is there any more

	LockTimeout time.Duration // as in Set
	CacheAge    time.Duration // as in Set
}

var (
	_ tasks.Task    = Upgraded{}
	_ tasks.Sampler = Upgraded{}
)

// String returns "packages upgraded", or "packages of SOURCES upgraded".
func (u Upgraded) String() string {
	if len(u.Sources) > 0 {
		return "packages of " + strings.Join(u.Sources, ", ") + " upgraded"
	}
	return "packages upgraded"
}

// sourceName is what the name of a source package is, by section 5.6.1 of
// Debian's policy.
var sourceName = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]+$`)

// Validate reports negative times, what is no name of a source package, and
// Autoremove where there are Sources: it is about all packages.
func (u Upgraded) Validate() error {
	for _, name := range u.Sources {
		if !sourceName.MatchString(name) {
			return fmt.Errorf("packages: %q cannot be a source package", name)
		}
	}
	switch {
	case len(u.Sources) > 0 && u.Autoremove:
		return errors.New("packages: Autoremove is about all packages, and there are Sources")
	case u.LockTimeout < 0:
		return fmt.Errorf("packages: a LockTimeout of %v is negative", u.LockTimeout)
	case u.CacheAge < 0:
		return fmt.Errorf("packages: a CacheAge of %v is negative", u.CacheAge)
	}
	return nil
}

func (u Upgraded) age() time.Duration { return Set{CacheAge: u.CacheAge}.age() }

// halfDone are the states of dpkg(1) that a package is left in when something
// fails.
var halfDone = []string{"half-installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending"}

// verb is what apt-get is told to do. Packages that are upgraded by name are
// those in the variable $names.
func (u Upgraded) verb() []string {
	var verb []string
	switch {
	case len(u.Sources) > 0:
		verb = []string{"install", "--only-upgrade"}
		if !u.Full {
			verb = append(verb, "--no-remove")
		}
	case u.Full:
		verb = []string{"dist-upgrade"}
	default:
		verb = []string{"upgrade", "--with-new-pkgs"}
	}
	return verb
}

// Probe prints "apt", a line "name|state" for each package that is half done,
// a line "name|version|new version" for each that would change, where no
// version means that it is not installed, and "lists old".
func (u Upgraded) Probe() sh.Script {
	args := append([]string{"-s", "-q"}, readOnly...)
	if u.Autoremove {
		args = append(args, "--auto-remove")
	}
	return apt{}.present() + ` || { echo 'this is no host with apt and dpkg' >&2; exit 1; }
echo apt
` + u.look() + `
undone=$(printf '%s\n' "$packages" | awk 'NF && $3 !~ /^(installed|config-files|not-installed)$/ { print $4 "|" $3 }')
[ -z "$undone" ] || printf '%s\n' "$undone" | sort
` + u.named(`plan=
said=$(TMPDIR=/dev/shm `+sh.Cmd("apt-get", append(args, u.verb()...)...)+u.names()+` 2>&1) && plan=$said || [ -n "$undone" ] || { printf '%s\n' "$said" >&2; exit 1; }
printf '%s\n' "$plan" | awk '
$1 == "Inst" || $1 == "Remv" {
	was = now = ""
	at = 3
	if ($at ~ /^\[/) { was = substr($at, 2); sub(/\].*/, "", was); at++ }
	if ($1 == "Inst") now = substr($at, 2)
	if (was != now) print $2 "|" was "|" now
}' | sort -u`) + `
if ` + oldLists(u.age()) + `; then echo 'lists old'; fi`
}

// look reads into $packages what dpkg knows of the packages that are meant: one
// "source selection state name" a line.
func (u Upgraded) look() sh.Script {
	list := sh.Cmd("dpkg-query", "-W", "-f", `${source:Package} ${db:Status-Want} ${db:Status-Status} ${binary:Package}\n`)
	look := `packages=$(` + list + `) || exit`
	if len(u.Sources) > 0 {
		look += `
packages=$(printf '%s\n' "$packages" | ` + sh.Cmd("awk", "-v", "sources= "+strings.Join(u.Sources, " ")+" ", `index(sources, " " $1 " ")`) + `)
names=$(printf '%s\n' "$packages" | awk '$2 == "install" && $3 != "config-files" && $3 != "not-installed" { print $4 }')`
	}
	return look
}

// names are those of the packages that are upgraded by name.
func (u Upgraded) names() sh.Script {
	if len(u.Sources) > 0 {
		return " -- $names"
	}
	return ""
}

// named carries the script out unless it is about named packages and there are
// none.
func (u Upgraded) named(script sh.Script) sh.Script {
	if len(u.Sources) == 0 {
		return script
	}
	return `if [ -n "$names" ]; then
` + script + `
fi`
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
		case len(f) == 2 && f[0] != "" && slices.Contains(halfDone, f[1]):
			was, want = append(was, f[0]+" "+f[1]), append(want, f[0]+" "+installed)
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
	}
	if len(u.Sources) > 0 {
		do = append(do, u.byName())
	} else {
		do = append(do, unattended(u.LockTimeout, u.verb()...))
	}
	if u.Autoremove {
		do = append(do, unattended(u.LockTimeout, "autoremove"))
	}
	return sh.Lines(do...)
}

// byName upgrades the packages of the sources. apt-get takes a name for the wish
// to have that package for its own sake: what was there for others stays so.
func (u Upgraded) byName() sh.Script {
	return sh.Group(u.look() + "\n" + u.named(`auto=$(apt-mark showauto -- $names) || exit
`+unattended(u.LockTimeout, append([]string{"-q"}, u.verb()...)...)+u.names()+`
status=$?
[ -z "$auto" ] || apt-mark auto -- $auto >/dev/null || exit
[ "$status" = 0 ] || exit "$status"`))
}

// Sample is of a host with one old package.
func (Upgraded) Sample() (before, after string) { return "apt\nopenssl|1.0|1.1\n", "apt\n" }
