package packages

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// dnf is the package manager of Fedora, and of Red Hat Enterprise Linux and
// what is made from it.
type dnf struct{}

// dnfLocks are what rpm locks, in the old place of its database and the new.
var dnfLocks = []string{"/var/lib/rpm/.rpm.lock", "/usr/lib/sysimage/rpm/.rpm.lock"}

// present looks for the database, because rpm would make an empty one.
func (dnf) present() sh.Script {
	return "[ -e /var/lib/rpm/rpmdb.sqlite ] || [ -e /usr/lib/sysimage/rpm/rpmdb.sqlite ] || [ -e /var/lib/rpm/Packages ]"
}

// list has rpm select packages from all, which it does not know to fail: rpm -q
// has the same status for a package that is not there and a broken database.
func (d dnf) list() sh.Script {
	return `found=$(rpm -qa --qf '%{NAME}|%{ARCH}|installed|%{EVR}|\n' "$@") &&
if [ -n "$found" ]; then printf '%s\n' "$found" | sort; fi`
}

// offers asks without fetching anything. dnf insists on writing its logs and
// locks, so it gets a mount namespace in which that goes elsewhere. The age of a
// list is when it was last compared with the repository.
func (dnf) offers(s Set) sh.Script {
	const look = `mount -t tmpfs tmpfs /var/log && mkdir /var/log/upper /var/log/work &&
if [ -d /var/cache/dnf ]; then
	mount -t overlay -o lowerdir=/var/cache/dnf,upperdir=/var/log/upper,workdir=/var/log/work overlay /var/cache/dnf
fi &&
exec dnf -q -C repoquery --latest-limit=1 --qf "%{name}|%{evr}\n" -- "$@"`
	return `newest=$(` + sh.Cmd("unshare", "-m", "sh", "-c", look, "sh") + ` "$@") &&
printf '%s\n' "$newest" | sed '/^$/d' &&
if [ -z "$(find /var/cache/dnf -name '*-primary.xml*' -mmin -` + minutes(s.age()) + `)" ]; then echo 'lists old'; fi`
}

func (d dnf) transaction(s Set, c changes) sh.Script {
	do := []sh.Script{sh.Group(await(dnfLocks, "/var/cache/dnf/*_lock.pid /var/lib/dnf/*_lock.pid", s.LockTimeout))}
	if len(c.remove) > 0 {
		do = append(do, d.run(s, "remove", "--setopt=clean_requirements_on_remove=False")+" "+d.specs(c.remove)+" >&2")
	}
	if more := slices.Concat(c.install, c.upgrade); len(more) > 0 {
		weak := map[bool]string{true: "True", false: "False"}[s.Recommends]
		do = append(do, sh.Group(d.exist(s, more)), d.run(s, "install", "--best", "--setopt=install_weak_deps="+weak)+" "+d.specs(more)+" >&2")
	}
	return sh.Lines(do...)
}

// run returns a dnf command without its packages. It fails rather than wait
// without end for who comes in between.
func (dnf) run(s Set, verb string, options ...string) sh.Script {
	expire := "--setopt=*.metadata_expire=" + strconv.Itoa(int(s.age()/time.Second))
	args := slices.Concat([]string{"-y", "-q", "--setopt=exit_on_lock=True", expire, verb}, options, []string{"--"})
	return sh.Cmd("dnf", args...)
}

// specs returns names the way dnf writes them: name-version.architecture.
func (dnf) specs(names []string) sh.Script {
	specs := make([]string, len(names))
	for i, spec := range names {
		n, v, exact := strings.Cut(spec, "=")
		n, arch, foreign := strings.Cut(n, ":")
		if exact {
			n += "-" + v
		}
		if foreign {
			n += "." + arch
		}
		specs[i] = n
	}
	return words(specs)
}

// exist fails for what is not the name of a package, before anything is
// installed. dnf would install what provides it.
func (d dnf) exist(s Set, specs []string) sh.Script {
	names := make([]string, len(specs))
	for i, spec := range specs {
		names[i], _, _ = strings.Cut(spec, "=")
		names[i], _, _ = strings.Cut(names[i], ":")
	}
	return `known=$(` + d.run(s, "repoquery", `--qf`, `%{name}\n`) + " " + words(names) + `) || exit
for name in ` + words(names) + `; do
	printf '%s\n' "$known" | grep -qxF -e "$name" || {
		echo "there is no package $name: if others provide it, name one of them" >&2
		exit 1
	}
done`
}

// preview has rpm say what depends on what is removed.
func (d dnf) preview(_ Set, c changes) sh.Script {
	if len(c.remove) == 0 {
		return ""
	}
	return `rpm -e --test ` + d.specs(c.remove) + ` 2>&1 || echo 'dnf removes these too'`
}

// hold returns nothing: dnf leaves that to a plugin.
func (dnf) hold([]string, bool) sh.Script { return "" }

func minutes(age time.Duration) sh.Script { return sh.Script(strconv.Itoa(int(age / time.Minute))) }
