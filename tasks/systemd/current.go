package systemd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Current wants a unit that runs to run with its files as they are: one that
// began to start before one of them was changed is restarted. So it also finds
// what somebody changed by hand, or a run that was given up did, and nobody
// loaded. What a run itself changes is better told to a handler, which check
// mode foresees; where both are there, the handler has nothing left to do.
//
// A unit that does not run is left alone, as it reads its files when it starts.
// One that is not installed is an [UnknownError] of Plan. As with [Restart],
// nothing is asked about pacemaker.
//
// A file is changed at its ctime, inode(7): nothing but time itself can set it,
// so that a file counts that an older one replaced. It also is that of a new
// owner, mode or hard link. Times are those of the host's clock, in whole
// seconds with an old systemd, and in doubt a unit is not current. A unit that started at a time
// that is still to come is not either: the clock was set back. A file that was
// changed at such a time is an error of Plan, as no restart would help.
//
// The host needs GNU find(1).
type Current struct {
	Unit string // as systemctl takes it; ".service" may be left out

	// Files are absolute paths, at least one. A directory is everything below
	// it, and that something was added or removed there; links below it are
	// not followed. What is not there has not changed: that a file is removed
	// shows in its directory.
	Files []string

	// Reload says that the unit reads all of them when it is reloaded, too:
	// then it is reloaded, and the end of the last reload that succeeded counts
	// as well. It is restarted if it cannot be reloaded.
	Reload bool
}

var (
	_ tasks.Task    = Current{}
	_ tasks.Sampler = Current{}
)

// String returns "unit NAME current with FILES".
func (u Current) String() string {
	return "unit " + u.Unit + " current with " + strings.Join(u.Files, ", ")
}

// Validate reports what is no unit, and missing or relative paths.
func (u Current) Validate() error {
	errs := []error{Unit{Name: u.Unit, State: Started}.Validate()}
	if len(u.Files) == 0 {
		errs = append(errs, errors.New("there are no files"))
	}
	for _, f := range u.Files {
		errs = append(errs, file.CheckPath(f))
	}
	return errors.Join(errs...)
}

// Probe prints one of
//
//	unknown                 there is no such unit
//	idle                    it does not run
//	current
//	early                   its start is still to come
//	changed                 and a path a line, as after
//	future                  their changes are still to come
func (u Current) Probe() sh.Script {
	show := sh.Cmd("systemctl", "show", "-p", u.properties(), u.Unit)
	return `export TZ=UTC
shown=$(` + show + ` ` + exactly + ` 2>&1) || shown=$(` + show + `) || exit
state= began= entered= reloaded= result=
IFS='
'
for line in $shown; do
	case $line in
	LoadState=not-found) echo unknown; exit ;;
	ActiveState=*) state=${line#*=} ;;
	InactiveExitTimestamp=*) began=${line#* } ;;
	ActiveEnterTimestamp=*) entered=${line#* } ;;
	StateChangeTimestamp=*) reloaded=${line#* } ;;
	ReloadResult=*) result=${line#*=} ;;
	esac
done
case $state in
inactive|failed|deactivating) echo idle; exit ;;
active) if [ "$reloaded" \> "$entered" ] && [ "$result" = success ]; then began=$reloaded; fi ;;
esac
case $state,$began in ?*,[0-9]*) ;; *) echo 'systemctl does not say when it started' >&2; exit 1 ;; esac
set --
for p in ` + sh.Cmd(u.Files[0], u.Files[1:]...) + `; do
	if [ -e "$p" ] || [ -L "$p" ]; then
		set -- "$@" "$p"
		if [ -L "$p" ] && [ -e "$p" ]; then p=$(readlink -f "$p") && set -- "$@" "$p" || exit; fi
	else
		while [ ! -e "$p" ]; do p=${p%/*} p=${p:-/}; done
		[ ! -d "$p" ] || [ -x "$p" ] || { printf 'cannot look into %s\n' "$p" >&2; exit 1; }
	fi
done
now=$(date '+%Y-%m-%d %H:%M:%S.%N UTC') || exit
changed=
[ $# = 0 ] || changed=$(find "$@" -newerct "$began") || exit
if [ -n "$changed" ]; then
	echo changed
	printf '%s\n' "$changed" | sort
	later=$(find "$@" -newerct now) || exit
	[ -z "$later" ] || { echo future; printf '%s\n' "$later" | sort; }
elif [ "$began" \> "$now" ]; then
	echo early
else
	echo current
fi`
}

func (u Current) properties() string {
	if u.Reload {
		return "LoadState,ActiveState,InactiveExitTimestamp,ActiveEnterTimestamp,StateChangeTimestamp,ReloadResult"
	}
	return "LoadState,ActiveState,InactiveExitTimestamp"
}

// Plan restarts a unit that is not current, or reloads it.
func (u Current) Plan(got string) (c tasks.Change, err error) {
	said, paths, _ := strings.Cut(strings.TrimSuffix(got, "\n"), "\n")
	paths, later, still := strings.Cut(paths+"\n", "\nfuture\n")
	switch {
	case said == "unknown":
		return c, &UnknownError{Unit: u.Unit}
	case said == "idle" || said == "current":
		return c, nil
	case said == "early":
		c.Differ("start", "still to come, by the clock", "past", u.load())
		return c, nil
	case said != "changed" || strings.TrimSpace(paths) == "":
		return c, fmt.Errorf("%s: probe printed %q", u, got)
	case still:
		return c, fmt.Errorf("unit %s: the clock was set back since these were changed, and nobody can say whether it has read them (touch them to have it restarted): %s", u.Unit, some(later))
	}
	c.Differ("files", "changed since it started: "+some(paths), "read", u.load())
	return c, nil
}

// exactly has systemctl(1) show microseconds, which it can since version 247.
const exactly sh.Script = "--timestamp=us+utc"

// load waits for the next second first, where a start is known to the second
// only, so that it is not in that of the change.
func (u Current) load() sh.Script {
	do := Restart(u.Unit).Do()
	if u.Reload {
		do = Reload(u.Unit).Do()
	}
	return sh.Lines(sh.Group("systemctl "+exactly+" --version >/dev/null 2>&1 || sleep 1"), sh.Group(do))
}

// some returns the first of the lines, and how many more there are.
func some(lines string) string {
	const shown = 3
	all := strings.Split(strings.TrimSpace(lines), "\n")
	if more := len(all) - shown; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:shown], ", "), more)
	}
	return strings.Join(all, ", ")
}

// Sample is of a host where somebody has changed the first of the files.
func (u Current) Sample() (before, after string) {
	return "changed\n" + u.Files[0] + "\n", "current\n"
}
