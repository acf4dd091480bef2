package failover

import (
	"strconv"

	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// leave has the active node give the service up, and take it back when another
// one has it.
func (b build) leave() {
	what := b.Leaving.Title
	leaving := b.leaving()
	b.watch(what)
	b.stage(what, b.Nodes, do(leaving))
	b.stage(what+": moved", b.asks(), do(b.answered(what)))
	b.stage(what+": back", b.Nodes, do(guard.Undone{Name: leaving.Guard.Name, Title: b.Leaving.Title + " taken back", Within: b.Return}), b.back())
	b.stage(what+": answers still", b.asks(), do(b.answered(what+" was taken back")))
	b.measure(what, b.Standby)
	b.unwatch(what)
}

// leaving is what the active node does: the one that had the address when the
// watch began, whoever has it by now.
func (b build) leaving() guard.Guarded {
	return guard.Guarded{
		Guard: guard.Guard{Name: b.Name + "-leaving", Undo: b.Leaving.Undo, Within: b.within()},
		Title: b.Leaving.Title + " of the active node",
		Do:    sh.Lines(sh.Subshell(b.Leaving.Do), b.gone()),
		Only:  b.holding(false).First(),
		Was:   "active", Want: b.Leaving.Title,
	}
}

// gone is the script that waits until the node has the address no longer.
func (b build) gone() sh.Script {
	within := strconv.Itoa(int(b.Return.Seconds()))
	return `{ read -r up rest </proc/uptime || exit
end=$((${up%.*} + ` + sh.Script(within) + `))
while held=$(` + sh.Cmd("ip", "-o", "address", "show", "to", b.Address.String()) + `) && [ -n "$held" ]; do
	read -r up rest </proc/uptime || exit
	[ "${up%.*}" -lt "$end" ] || { ` + sh.Cmd("echo", "the node still has "+b.Address.String()+" after "+within+" s") + ` >&2; exit 1; }
	sleep 0.1 2>/dev/null || sleep 1
done
[ -z "$held" ]
}`
}
