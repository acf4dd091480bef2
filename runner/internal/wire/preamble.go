package wire

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Options say how a session starts.
type Options struct {
	State string // directory for debts and the lock; empty means the default of the user
	Owner string // who takes the lock, for others to read; empty takes no lock

	// LockWait is how long to wait for the lock. At least 3 s are waited, since
	// a run that has just ended may hold it for a moment.
	LockWait time.Duration

	// Replaces is the process group of an earlier session of the same owner,
	// or 0. Where that still holds the lock, it is ended.
	Replaces int
}

// preamble defines what the batches use. It must leave standard input alone.
//
// By how many seconds the host's clock is ahead of this machine's, it takes
// before anything has to wait; a host without date +%s has no answer.
//
//	_m TEXT               print a mark on both outputs
//	_r NAME SCRIPT        run a script between two marks; its status is left in _rc
//	_g SCRIPT DIGEST      succeed if the script does, and prints what has that digest
//	_v NAME SCRIPT DIGEST as _r, and succeed if the script does, and prints anything else
//
// A script runs in a subshell of its own, so that it can exit, and without the
// nonce, the lock (descriptor 9) and our standard input. Digests come from
// sha256sum, statuses past it over descriptor 7.
//
// In _v, tee writes to our output, and to the pipe that leads to sha256sum. It
// opens the latter by name: that pipe is the shell's own, while our output may
// be a socket or belong to another user. Where that fails the digest is that
// of nothing, so that a digest that fits is not believed without asking again.
const preamble = `_N=%s
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export LC_ALL PATH
unset CDPATH ENV
umask 022
cd /
_s=$(date +%%s)
case $_s in '' | *[!0-9]*) hrun_ahead= ;; *) hrun_ahead=$((_s-%d)) ;; esac
_m() { printf '\n%%s %%s\n' "$_N" "$1"; printf '\n%%s %%s\n' "$_N" "$1" >&2; }
_e() { _s=$1; set --; unset _N; eval "$_s"; }
_r() { _m "start $1"; ( _e "$2" ) </dev/null 9>&-; _rc=$?; _m "end $1 $_rc"; }
_g() {
  _d=$( { { ( _e "$1" ) </dev/null 7>&-; echo $? >&7; } | sha256sum 7>&-; } 7>&1 2>/dev/null 9>&- )
  [ "${_d%%%%[!0-9]*}" = 0 ] && [ "${_d#*[!0-9]}" = "$2  -" ]
}
_v() {
  _m "start $1"
  { _d=$( { { ( _e "$2" ) </dev/null 7>&- 8>&-; echo $? >&7; } |
    tee /proc/self/fd/6 6>&1 >&8 2>/dev/null 7>&- 8>&- | sha256sum 7>&- 8>&-; } 7>&1 9>&- ); } 8>&1
  _rc=${_d%%%%[!0-9]*}
  _m "end $1 $_rc"
  [ "$_rc" = 0 ] && { [ "${_d#*[!0-9]}" != "$3  -" ] || ! _g "$2" "$3"; }
}
%s
_self() { read -r _s </proc/self/stat; set -- ${_s##*) }; _s=; read -r _s </proc/sys/kernel/random/boot_id; echo "$3 $_s"; }
_m "hello $(_self)"
`

// StateDirectory returns the script that sets hrun_state to the directory that
// Options.State means.
func StateDirectory(state string) sh.Script {
	return "hrun_state=" + sh.Word(state) + `
if [ -n "$hrun_state" ]; then :
elif [ "$(id -u)" = 0 ]; then hrun_state=/var/lib/hrun
else hrun_state=$HOME/.local/state/hrun
fi`
}

// program is written at the given time.
func (o Options) program(nonce string, at time.Time) string {
	program := fmt.Sprintf(preamble, nonce, at.Unix(), StateDirectory(o.State))
	if o.Owner != "" {
		program += lockProgram(o)
	}
	return program
}
