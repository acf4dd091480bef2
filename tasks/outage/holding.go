package outage

import (
	"errors"
	"net/netip"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Holding watches from now on whether the host has an address on any of its
// interfaces, until [Holding.End] or the end of the run. The kernel tells of
// each change when it happens (ip-monitor(8)); besides, it is asked every second,
// so that the log of a host that crashes ends at most so long before. But for how
// it began, the log is not forced to the disk: what a virtual machine wrote in the
// seconds before its crash may be missing.
type Holding struct {
	Name    string     // of the guard, as [guard.Guard] says
	Address netip.Addr // which one node alone may have
	Within  time.Duration

	// Again goes on with the log of before, as of a host that has crashed
	// meanwhile, which leaves it there. Otherwise the log begins anew.
	Again bool

	// Dir is as that of the guard, and where the log is. The default of the
	// latter is the directory of $hrun_state, which outlives a crash.
	Dir string
}

var _ tasks.Task = Holding{}

func (h Holding) guarded() guard.Guarded {
	return guard.Guarded{
		Guard: guard.Guard{
			Name: h.Name, While: h.log() + h.watch(), Undo: h.log() + `rm -f "$log"`, Within: h.Within, Dir: h.Dir,
		},
		Do:  h.log() + h.look("begin") + ` && sync "$log"`,
		Was: "nobody", Want: "all the time",
	}
}

// log sets $log to the file.
func (h Holding) log() sh.Script {
	if h.Dir != "" {
		return "log=" + sh.Word(h.Dir+"/"+h.Name+".log") + "\n"
	}
	return `log=$hrun_state/` + sh.Word(h.Name+".log") + "\n"
}

// look writes a line: when, by how many seconds the clock is ahead of the
// operator's, if that is known, and whether the host has the address.
func (h Holding) look(as string) sh.Script {
	return `held=$(ip -o address show to ` + sh.Word(h.Address.String()) + `) && now=$(date +%s.%N) && echo "` + sh.Script(as) + ` $now ${hrun_ahead:-0} ${held:+held}" >>"$log"`
}

func (h Holding) watch() sh.Script {
	return `TZ=UTC0 ip -o -ts monitor address >>"$log" &
while :; do
	` + h.look("at") + `
	sleep 1
done`
}

// Validate reports a missing address, and what is wrong with the name or the
// bound.
func (h Holding) Validate() error {
	var err error
	if !h.Address.IsValid() {
		err = errors.New("there is no address")
	}
	return errors.Join(err, h.guarded().Validate())
}

func (h Holding) String() string { return "watching who has " + h.Address.String() }

// Probe prints what that of [guard.Guarded] does.
func (h Holding) Probe() sh.Script { return h.guarded().Probe() }

// Plan begins to watch, unless somebody does.
func (h Holding) Plan(got string) (tasks.Change, error) {
	c, err := h.guarded().Plan(got)
	for i := range c.Steps {
		c.Steps[i].Field = "watching"
		first := sh.Script(`rm -f "$log"`)
		if h.Again { // a crash may have left half a line
			first = `if [ -e "$log" ]; then echo >>"$log"; fi`
		}
		c.Steps[i].Do = sh.Lines(sh.Group(h.log()+first), c.Steps[i].Do)
	}
	return c, err
}

// Sample says that nobody watches a new host.
func (h Holding) Sample() (before, after string) { return h.guarded().Sample() }

// End is the task that ends it. The log is gone then.
func (h Holding) End() guard.Undone {
	return guard.Undone{Name: h.Name, Title: "no longer " + h.String(), Dir: h.Dir}
}

// Log returns the script that prints what was seen until now, for [Held], or
// "nobody watches".
func (h Holding) Log() sh.Script {
	return h.log() + `if [ -e "$log" ]; then cat "$log"; else echo nobody watches; fi`
}

// First is the script that exits 0 if the host had the address when the watch
// began, and 1 if it had not; where nobody watches, if it has it now.
func (h Holding) First() sh.Script {
	return h.log() + h.guarded().Guard.Look() + `if [ "$state" = stands ]; then
	grep -q '^begin .* held$' "$log"
else
	held=$(ip -o address show to ` + sh.Word(h.Address.String()) + `) || exit 2
	[ -n "$held" ]
fi`
}

// nobodyWatches is what Log prints where there is none.
func nobodyWatches(log string) bool { return strings.TrimSpace(log) == "nobody watches" }
