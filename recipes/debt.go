package recipes

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Debt is a handler seen as a task: the host is as wanted when it owes
// nothing. A change that notifies writes the debt first (see [Owe]) and the
// handler's action is followed by its removal, so a run that dies anywhere in
// between leaves the debt on the host, and the next run pays it.
//
// Debts are files in the directory owed of the host's state directory, which
// the runner names in $hrun_state. Each holds the boot id and the time since
// boot at which the change was done, or "-" while it is under way.
type Debt struct {
	Handler *Handler
	Flush   int // which flush of the host pays it, counted from 1; 0 is the end of the stage
}

var _ tasks.Task = Debt{}

// Owed is what the probe of a debt prints once its handler was notified, and
// Free what it prints when nothing is owed.
const (
	Owed = "owed\n"
	Free = "none\n"
)

// PaidSince is what it prints if what the handler is for has happened by itself.
const PaidSince = "paid\n"

// String returns "handler NAME", and says if it is not the one at the end. The
// debt of a turn that is not over is no handler to people: it is "turn at NAME".
func (d Debt) String() string {
	if d.IsTurn() {
		return "turn at " + strings.TrimPrefix(d.Handler.Name, gateOf)
	}
	switch d.Flush {
	case 0:
		return "handler " + d.Handler.Name
	case 1:
		return "handler " + d.Handler.Name + " (flushed early)"
	}
	return fmt.Sprintf("handler %s (flushed early, %d)", d.Handler.Name, d.Flush)
}

// Probe prints "none", "owed", or "paid": the debt is there, but what it was
// for has happened by itself since.
func (d Debt) Probe() sh.Script {
	paid := d.Handler.Action.Paid()
	if paid == "" {
		paid = "false"
	}
	return `debt="$hrun_state"/owed/` + d.file() + `
if [ ! -e "$debt" ]; then
  for dir in "$hrun_state" "$hrun_state"/owed; do
    if [ -d "$dir" ] && [ ! -x "$dir" ]; then echo "cannot look into $dir" >&2; exit 2; fi
  done
  echo none; exit 0
fi
read -r owed_boot owed_at <"$debt" || owed_at=- # cut short by a crash
( ` + paid + `
)
case $? in 0) echo paid ;; 1) echo owed ;; *) exit 2 ;; esac`
}

// Sample is a host that owes nothing.
func (Debt) Sample() (before, after string) { return Free, Free }

// Plan pays a debt, or only forgets it where it is paid already.
func (d Debt) Plan(got string) (c tasks.Change, err error) {
	forget := sh.Script(`rm -f "$hrun_state"/owed/` + d.file())
	switch got {
	case Free:
	case Owed:
		if d.IsTurn() {
			c.Differ("state", "begun", "ended", forget)
			break
		}
		c.Differ("debt", "owed", "none", sh.Lines(sh.Subshell(d.Handler.Action.Do()), forget))
		if r, ok := d.Handler.Action.(tasks.Rebooter); ok {
			c.Reboots = r.Reboots()
		}
	case PaidSince:
		c.Differ("debt", "paid since by itself", "none", forget)
	default:
		return c, fmt.Errorf("probe printed %q", got)
	}
	return c, nil
}

// IsTurn reports whether the debt is the end of a turn, see [Rolling].
func (d Debt) IsTurn() bool {
	_, is := d.Handler.Action.(passed)
	return is
}

// now prints the hundredths of a second since the boot: the start time of the
// subshell that it runs in (proc_pid_stat(5), field 22). Unlike /proc/uptime
// that is the same clock inside and outside of a container.
const now = `read -r hrun_stat </proc/self/stat && set -- ${hrun_stat##*) } && echo "${20}"`

// file is the name of the debt's file, as a shell word.
func (d Debt) file() sh.Script { return sh.Word(fileName(d.Handler)) }

// fileName gives every name a file of its own. What is written before it is
// complete has a name without the prefix.
func fileName(h *Handler) string { return "to-" + url.QueryEscape(h.Name) }

// Owe returns the change's script, enclosed by what records the debts. They
// are written, and synced, before the change, without a time, and get their
// time after it: whatever starts in between counts as started before.
//
// A change that fails may have changed something all the same, so what it owes
// stays owed. Only if unchanged, a script, then succeeds, the debts that are
// new are taken back.
func Owe(notify []*Handler, change, unchanged sh.Script) sh.Script {
	if len(notify) == 0 || change == "" {
		return change
	}
	names := make([]string, len(notify))
	for i, h := range notify {
		names[i] = sh.Quote(fileName(h))
	}
	list := sh.Script(strings.Join(names, " "))
	return sh.Lines(
		`mkdir -p "$hrun_state"/owed`,
		`read -r hrun_boot </proc/sys/kernel/random/boot_id`,
		`set --`,
		sh.Group(`for hrun_debt in `+list+`; do
  [ -e "$hrun_state"/owed/"$hrun_debt" ] || set -- "$@" "$hrun_state"/owed/"$hrun_debt"
  printf '%s -\n' "$hrun_boot" >"$hrun_state"/owed/.new &&
  mv -f "$hrun_state"/owed/.new "$hrun_state"/owed/"$hrun_debt" || exit 1
done`),
		`sync "$hrun_state"/owed`,
		sh.Group(sh.Subshell(change)+` || {
  hrun_failed=$?
  if [ $# -gt 0 ] && `+sh.Subshell(unchanged)+` >/dev/null 2>&1; then rm -f "$@"; fi
  exit $hrun_failed
}`),
		`hrun_at=$(`+now+`)`,
		sh.Group(`for hrun_debt in `+list+`; do
  printf '%s %s\n' "$hrun_boot" "$hrun_at" >"$hrun_state"/owed/.new &&
  mv -f "$hrun_state"/owed/.new "$hrun_state"/owed/"$hrun_debt" || exit 1
done`),
	)
}
