package guard

import (
	"fmt"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Undone wants no guard of a name to stand: it has the guard do what it is for,
// now, and waits for that. It ends what a run did for a while; at the beginning
// of a run, it ends what an earlier one has left because its guard could not.
type Undone struct {
	Name   string        // of the guard
	Title  string        // in words, e.g. "node1 back from standby"; empty: the name, as taken back
	Within time.Duration // bound of the wait; 0 means 60 s; whole seconds, others are rounded up
	Dir    string        // as that of the guard
}

var _ tasks.Task = Undone{}

// Validate reports a name that is none, a title of several lines and a negative
// bound.
func (u Undone) Validate() error {
	if strings.ContainsAny(u.Title, "\n\r") {
		return fmt.Errorf("title %q is not one line", u.Title)
	}
	return Guard{Name: u.Name, Undo: ":", Within: u.Within}.Validate()
}

func (u Undone) String() string { return title(u.Title, "taken back: "+u.Name) }

func title(title, name string) string {
	if title == "" {
		return name
	}
	return title
}

// Probe prints "none" where no such guard stands, "stands", or "left" where its
// process is gone and it has not undone its work, and what that said last.
func (u Undone) Probe() sh.Script { return directory(u.Dir, u.Name) + state + tell }

// state sets state to that of the guard. One that comes to its end meanwhile is
// none, as is one that was never armed to the end: nothing was done then.
const state = alive + `state=none
if [ -e "$dir/program" ]; then
	state=left
	if read -r process <"$dir/process" && alive "$process"; then state=stands; fi
	[ -e "$dir/program" ] || state=none
fi 2>/dev/null
`

const tell sh.Script = `echo "$state"
if [ "$state" = left ] && [ -s "$dir/said" ]; then cat "$dir/said"; fi`

// Plan has the guard undo its work, unless that is done.
func (u Undone) Plan(got string) (c tasks.Change, err error) {
	state, said, _ := strings.Cut(got, "\n")
	switch state {
	case "none", "stands":
		c.Differ("guard", state, "none", u.release())
	case "left":
		c.Differ("guard", strings.TrimSpace("left behind\n"+said), "none", u.release())
	default:
		return c, unknown(got)
	}
	return c, nil
}

func unknown(got string) error {
	return fmt.Errorf("probe printed %q, want none, stands or left", got)
}

// release has the guard undo its work, and waits until it has. Where its process
// is gone, another one carries on, which watches nothing.
func (u Undone) release() sh.Script {
	within := seconds(u.Within, time.Minute)
	return "(\n" + directory(u.Dir, u.Name) + state + `[ "$state" != none ] || exit 0
read -r up rest </proc/uptime || exit
end=$((${up%.*} + ` + sh.Script(within) + `)) watched=
echo >"$dir/now" 2>/dev/null
if [ "$state" = left ]; then
` + start + `fi
while [ -d "$dir" ]; do
	read -r up rest </proc/uptime || exit
	if [ "${up%.*}" -ge "$end" ]; then
		if [ -s "$dir/said" ]; then cat "$dir/said" >&2; fi
		echo ` + sh.Word("still not after "+within+" s: "+u.String()) + ` >&2
		exit 1
	fi
	sleep 0.1 2>/dev/null || sleep 1
done
)`
}

// Sample says that a new host has no guards.
func (Undone) Sample() (before, after string) { return "none\n", "none\n" }
