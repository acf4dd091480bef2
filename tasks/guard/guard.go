// Package guard takes back what a run does to a host for a while, such as to
// drain it: when the run says so, and also when the run has ended without that,
// by whatever: an interrupt, a kill, a lost link, a failed task.
//
// A guard is a process on the host itself, detached from the run's shell. It
// watches the shell, and what the shell was started by, by their ids and start
// times (proc_pid_stat(5)): sshd's process for the connection, or hrun itself on
// the operator's machine. So it acts within about a second of the end of the run,
// also where the shell is still at work: that is ended first, with its process
// group. It cannot see an end that the host does
// not: where the network is cut, sshd may keep a dead connection for hours. Then
// Within is the bound, unless the run reaches the host again, and another shell
// takes the place of the first. A host that goes down loses its guards: what they
// would take back must not outlive that.
package guard

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Guard stands from when it is armed until it has undone what it is for.
type Guard struct {
	Name string // lower-case letters, digits and dashes, at most 64; one guard a name stands on a host

	// Undo takes back what was done, also where nothing of it was done yet, or
	// all is taken back already. It runs in a shell of its own, with the run's
	// $hrun_state and none of its other variables. Where it fails it is tried
	// again, every second for ten minutes. It may be empty.
	Undo sh.Script

	// While is what goes on as long as the guard stands. It is ended by
	// SIGTERM, with all that it has started, before Undo begins. Where it ends
	// by itself, the guard stands all the same; where the guard is killed, it is
	// ended as well. It finds in $dir a directory
	// that nobody else may read, and that is removed with the guard; what is in it
	// by the names new, now, process, program and said is the guard's. It may be
	// empty.
	While sh.Script

	Within time.Duration // how long the guard stands at most; 0 means 15 minutes; whole seconds, others are rounded up

	// Dir is where a standing guard keeps what it has to do, readable by its
	// user alone. It must not outlive a reboot. The default is /run/hrun, and for
	// whoever may not write there, run in the directory of $hrun_state.
	Dir string
}

var name = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// Validate reports a name that is none, a guard with nothing to do and a
// negative bound.
func (g Guard) Validate() error {
	var errs []error
	if !name.MatchString(g.Name) {
		errs = append(errs, fmt.Errorf("guard %q: want 1 to 64 lower-case letters, digits and dashes", g.Name))
	}
	if g.Undo == "" && g.While == "" {
		errs = append(errs, errors.New("the guard has nothing to do"))
	}
	if g.Within < 0 {
		errs = append(errs, fmt.Errorf("the guard cannot stand for %v", g.Within))
	}
	return errors.Join(errs...)
}

// Arm returns the script that starts the guard, and ends when it stands. It
// fails where a guard of the name stands already. It must be run by the run's
// own shell, not by another that a script starts.
func (g Guard) Arm() sh.Script {
	return "(\n" + directory(g.Dir, g.Name) + "program=" + sh.Word(string(g.program())) + "\n" + watched + `if [ -e "$dir/program" ]; then echo "${dir##*/} has not been taken back yet" >&2; exit 1; fi
(umask 077 && rm -rf "$dir" && mkdir -p "$dir") && printf '%s\n' "$program" >"$dir/new" && mv "$dir/new" "$dir/program" || exit
` + start + `tries=0
until [ -e "$dir/process" ]; do
	tries=$((tries + 1))
	[ "$tries" -le 200 ] || { echo 'the guard does not start' >&2; exit 1; }
	sleep 0.05 2>/dev/null || sleep 1
done
)`
}

// Look returns the script that sets $dir to the directory of a standing guard,
// and $state to "stands", to "none" where there is no guard, or to "left" where
// its process is gone and has not undone its work.
func (g Guard) Look() sh.Script { return directory(g.Dir, g.Name) + state }

// start starts the program, detached from everything that the caller has open,
// and out of its process group, which the runner may end.
const start sh.Script = `export hrun_state
setsid sh "$dir/program" "$dir" $watched </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
`

// directory sets dir to what the guard of the name keeps, while it stands.
func directory(in, name string) sh.Script {
	if in != "" {
		return "dir=" + sh.Word(in+"/"+name) + "\n"
	}
	return `dir=/run/hrun
[ -w /run ] || dir=$hrun_state/run
dir=$dir/` + sh.Word(name) + "\n"
}

// seconds returns d in whole seconds, or the default.
func seconds(d, byDefault time.Duration) string {
	return strconv.FormatInt(int64((cmp.Or(d, byDefault)+time.Second-1)/time.Second), 10)
}
