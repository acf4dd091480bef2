package nspawn

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Ready waits for a machine: its systemd has nothing more to start, cloud-init
// is done, and sshd listens. Of one that may boot once more at the end of that
// it waits for sshd alone, because it could be down again when it is looked at.
type Ready struct {
	Lab, Machine string
	Log          string // of the console, for who wants to know why it is not
	Reboots      bool
}

func (r Ready) String() string { return "machine " + r.Machine + " is ready" }

// look defines a function that prints "ready", "not ready", or what cloud-init
// says that went wrong. A machine that is on its way is "not ready" whatever
// it does just then, so that the probe prints the same until it is. Looking
// goes through /proc: opening a connection would leave a line in its journal.
// Of /proc/net/tcp, 0016 is port 22 and 0A a listener.
const look sh.Script = `look() {
	leaders=$tree/machine/$machine/payload/init.scope/cgroup.procs
	leader=
	[ ! -e "$leaders" ] || leader=$(head -n 1 "$leaders")
	result=/proc/$leader/root/run/cloud-init/result.json
	if [ -z "$leader" ]; then
		echo "not ready"
	elif [ -e "$result" ] && ! grep -q '"errors": \[\]' "$result"; then
		echo "failed $(tr -s ' \n' '  ' <"$result")"
	elif ! grep -q ':0016 00000000:0000 0A' "/proc/$leader/net/tcp"; then
		echo "not ready"
	elif [ "$reboots" = true ]; then
		echo ready
	elif [ ! -e "$result" ]; then
		echo "not ready"
	else
		case $(nsenter -t "$leader" -a systemctl is-system-running 2>&1) in
		running | degraded) echo ready ;;
		*) echo "not ready" ;;
		esac
	fi
}
`

// Probe looks once.
func (r Ready) Probe() sh.Script {
	return hypervisor.With(hypervisor.Tree+look+`look`, "lab", r.Lab, "machine", r.Machine, "reboots", strconv.FormatBool(r.Reboots))
}

// Plan waits for the machine to be ready. A machine that could not configure
// itself never will be.
func (r Ready) Plan(got string) (c tasks.Change, err error) {
	if why, failed := strings.CutPrefix(strings.TrimSpace(got), "failed "); failed {
		return c, fmt.Errorf("cloud-init failed on %s: %s; see %s", r.Machine, strings.TrimSpace(why), r.Log)
	}
	c.Differ("state", strings.TrimSpace(got), "ready", r.wait())
	return c, nil
}

// crowded is the script that says whether there may be too many containers for
// one more to boot: they all are root's, and each keeps 8 inotify instances, of
// which a user has 128 unless inotify(7)'s max_user_instances says otherwise.
const crowded = `limit=$(cat /proc/sys/fs/inotify/max_user_instances)
		used=$(find /proc/[0-9]*/fd -lname anon_inode:inotify 2>/dev/null | wc -l)
		[ $((used + 8)) -lt "$limit" ] || echo "about $used of $limit inotify instances are in use, and each container needs 8: remove other labs, or raise the sysctl fs.inotify.max_user_instances" >&2`

// wait looks for a minute at most, and no longer than the machine is on.
func (r Ready) wait() sh.Script {
	return hypervisor.With(hypervisor.Tree+look+`group=$tree/machine/$machine
tries=0
while [ "$(look)" = "not ready" ]; do
	tries=$((tries + 1))
	`+hypervisor.Alive+`	if [ "$state" = stopped ] || [ "$tries" -gt 600 ]; then
		tail -n 20 "$log" >&2
		echo "$machine does not come up; before this is the end of $log" >&2
		`+crowded+`
		exit 1
	fi
	sleep 0.1
done`, "lab", r.Lab, "machine", r.Machine, "log", r.Log, "reboots", strconv.FormatBool(r.Reboots))
}
