package systemd

import (
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Restart is the action that restarts the unit of that name, or starts it if
// it does not run. It is paid if the unit is active and its start began after
// the debt was written.
type Restart string

// Reload is the action that makes the unit of that name read its configuration
// again. A unit that cannot reload is restarted; one that does not run is left
// alone, because it will read its configuration when it starts. It is paid if
// the unit is not active, or if its start began after the debt was written.
type Reload string

// DaemonReload is the action that makes systemd read all unit files again.
// Only doing it pays.
type DaemonReload struct{}

var _, _, _ tasks.Action = Restart(""), Reload(""), DaemonReload{}

// Do restarts the unit, after systemd has read its files again where they have
// changed: a restart with the old ones would be for nothing. Units that require
// it are restarted along with it, and are waited for: systemctl itself does not
// wait for them, and what comes next may ask whether they have started.
func (r Restart) Do() sh.Script {
	return sh.Lines(sh.Group(fresh(string(r))+explained(string(r), sh.Cmd("systemctl", "restart", string(r)))), sh.Group(settled(string(r))))
}

// settled is the script that waits, up to two minutes, until no job is queued
// for the units that require a unit. How they fare is for others to judge.
func settled(unit string) sh.Script {
	return `others=$(` + sh.Cmd("systemctl", "show", "--value", "-p", "RequiredBy", unit) + `) || exit
n=0
for other in $others; do
	while [ $n -lt 600 ] && job=$(systemctl show --value -p Job "$other") && [ -n "$job" ]; do
		sleep 0.2; n=$((n+1))
	done
done`
}

// Paid tells whether the unit has started since.
func (r Restart) Paid() sh.Script { return ask(string(r), "exit 1") }

// Do reloads the unit if it runs.
func (r Reload) Do() sh.Script {
	return fresh(string(r)) + explained(string(r), sh.Cmd("systemctl", "try-reload-or-restart", string(r)))
}

// Paid tells whether the unit has started since, or does not run.
func (r Reload) Paid() sh.Script { return ask(string(r), "exit 0") }

// Do makes systemd read all unit files again.
func (DaemonReload) Do() sh.Script { return sh.Cmd("systemctl", "daemon-reload") }

// Paid returns the empty script.
func (DaemonReload) Paid() sh.Script { return "" }

func fresh(unit string) sh.Script {
	return `stale=$(` + sh.Cmd("systemctl", "show", "--value", "-p", "NeedDaemonReload", unit) + `) || exit
if [ "$stale" = yes ]; then systemctl daemon-reload || exit; fi
`
}

// ask returns the script that exits 0 if the unit is active and its start
// began after the debt. For one that does not run it does what idle says; one
// that is on its way up or down has not read anything for certain, so it owes.
//
// The beginning of the start counts, not its end: a service that was starting
// when its configuration changed may have read the old one. systemd counts
// microseconds, the debt is in hundredths of a second, rounded down, so a start
// within the same hundredth might be older. One more is for systemd, which notes
// the time a little after it has made the process.
func ask(unit string, idle sh.Script) sh.Script {
	return `boot=$(cat /proc/sys/kernel/random/boot_id) || exit 2
shown=$(` + sh.Cmd("systemctl", "show", "-p", "ActiveState,InactiveExitTimestampMonotonic", unit) + `) || exit 2
state= began=
for line in $shown; do
	case $line in
	ActiveState=*) state=${line#*=} ;;
	InactiveExitTimestampMonotonic=*) began=${line#*=} ;;
	esac
done
case $state in
active|reloading) ;;
inactive|failed) ` + idle + ` ;;
'') echo "systemctl printed no ActiveState" >&2; exit 2 ;;
*) exit 1 ;;
esac
[ "$boot" = "$owed_boot" ] || exit 0
[ "$owed_at" != - ] || exit 1
case $began in ''|*[!0-9]*) echo "systemctl printed no InactiveExitTimestampMonotonic" >&2; exit 2 ;; esac
[ "$began" -ge $(((owed_at + 2) * 10000)) ]`
}
