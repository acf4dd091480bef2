package wire

import (
	"fmt"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Options say how a session starts.
type Options struct {
	State    string        // directory for debts and the lock; empty means the default of the user
	Owner    string        // who takes the lock, for others to read; empty takes no lock
	LockWait time.Duration // how long to wait for the lock, in whole seconds
}

// preamble defines what the batches use. It must leave standard input alone.
//
//	_m TEXT         print a mark on both outputs
//	_r NAME SCRIPT  run a script between two marks; its status is left in _rc
//	_g SCRIPT       print a digest of what a script prints and of its status
//
// A script runs in a subshell of its own, so that it can exit, and without the
// nonce, the lock (descriptor 9) and our standard input.
const preamble = `_N=%s
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export LC_ALL PATH
unset CDPATH ENV
umask 022
cd /
_m() { printf '\n%%s %%s\n' "$_N" "$1"; printf '\n%%s %%s\n' "$_N" "$1" >&2; }
_e() { _s=$1; set --; unset _N; eval "$_s"; }
_r() { _m "start $1"; ( _e "$2" ) </dev/null 9>&-; _rc=$?; _m "end $1 $_rc"; }
_g() { { ( _e "$1" ) </dev/null 9>&-; echo "rc=$?"; } 2>/dev/null | sha256sum; }
hrun_state=%s
if [ -n "$hrun_state" ]; then :
elif [ "$(id -u)" = 0 ]; then hrun_state=/var/lib/hrun
else hrun_state=$HOME/.local/state/hrun
fi
_pgid() { read -r _s </proc/self/stat; set -- ${_s##*) }; echo "$3"; }
_m "hello $(_pgid)"
`

// lock takes the lock, or tells who holds it and ends the shell. The
// descriptor, not the file, is the lock: it ends with the shell at the latest.
const lock = `mkdir -p "$hrun_state" && exec 9<>"$hrun_state"/lock || exit 1
if flock -w %[1]d 9; then
  printf '%%s\n' %[2]s >"$hrun_state"/lock
else
  _m "start locked"; cat "$hrun_state"/lock; _m "end locked 1"; exit 1
fi
`

// grace is waited in any case: the shell of a run that has just ended may
// take a moment to notice.
const grace = 3 * time.Second

func (o Options) program(nonce string) string {
	var b strings.Builder
	fmt.Fprintf(&b, preamble, nonce, quoteState(o.State))
	if o.Owner != "" {
		fmt.Fprintf(&b, lock, int(max(o.LockWait, grace).Seconds()), sh.Quote(o.Owner))
	}
	return b.String()
}

func quoteState(dir string) string {
	if dir == "" {
		return "''"
	}
	return sh.Quote(dir)
}
