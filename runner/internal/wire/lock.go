package wire

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// What the end mark of the lock says.
const (
	lockTaken   = 0
	lockHeld    = 1 // standard output: by whom
	lockMissing = 2
	lockRefused = 3 // standard error: why
)

// lock takes the lock, or says why not and ends the shell. The descriptor, not
// the file, is the lock: it ends with the shell at the latest. Whoever can read
// the file could hold the lock, so that only its owner may.
//
// Flocks without -w are common, so that it is asked again and again. Status 1
// without a word is the one answer that means "held": busybox ends with 1
// where it could not ask, too. A redirection of exec that fails would end the
// shell, so that true tries it before. Shells of the ksh family hand down a
// descriptor above 2 only where the command names it, thus 9>&9.
const lock = `_lock() {
  command -v flock >/dev/null || return 2
  umask 077
  mkdir -p "$hrun_state" && true 9<>"$hrun_state"/lock && chmod 600 "$hrun_state"/lock && exec 9<>"$hrun_state"/lock || return 3
  umask 022
  _n=0
  while :; do
    _s=$(flock -n 9 9>&9 2>&1)
    case $?$_s in
      0*) printf '%%s\n' %[2]s >"$hrun_state"/lock || return 3; return 0 ;;
      1) %[3]s ;;
      *) printf '%%s\n' "$_s" >&2; return 3 ;;
    esac
    [ $_n -lt %[1]d ] || { cat "$hrun_state"/lock || return 3; return 1; }
    if sleep 0.2 2>/dev/null; then _n=$((_n+1)); else sleep 1 || return 3; _n=$((_n+5)); fi
  done
}
_m "start lock"; _lock; _rc=$?; _m "end lock $_rc"; [ $_rc = 0 ] || exit 1
`

// pause is the time between two attempts, as in the script.
const pause = 200 * time.Millisecond

// grace is waited in any case: the shell of a run that has just ended may
// take a moment to notice.
const grace = 3 * time.Second

// replacing is how long the shell that a session replaces is waited for: first
// for the work that it does to end, then for the kernel.
const replacing = 15 * time.Second

// replace ends the process group that a session replaces, if it is still the
// owner that holds the lock: as long as that is so, its number is no other's.
const replace = `if read -r _s <"$hrun_state"/lock && [ "$_s" = %[1]s ]; then
        if [ $_n -lt 50 ]; then kill -TERM -%[2]d; else kill -KILL -%[2]d; fi 2>/dev/null
      fi`

func lockProgram(o Options) string {
	wait, held := max(o.LockWait, grace), ""
	if o.Replaces > 1 {
		wait, held = max(wait, replacing), fmt.Sprintf(replace, sh.Quote(o.Owner), o.Replaces)
	}
	return fmt.Sprintf(lock, (wait+pause-1)/pause, sh.Quote(o.Owner), held)
}

// locked is the outcome of the lock.
func locked(status int, stdout, stderr string) error {
	switch status {
	case lockTaken:
		return nil
	case lockHeld:
		return &LockedError{stdout}
	}
	return &NoLockError{Missing: status == lockMissing, Stderr: stderr}
}
