package haproxy

import (
	"path"

	"github.com/hrun-dev/hrun/files"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// AgentPath is where the resource agent ocf:heartbeat:haproxy is. Debian has
// none, so the role installs its own.
const AgentPath = "/usr/lib/ocf/resource.d/heartbeat/haproxy"

func installAgent(h *recipes.Host) error {
	agent, err := files.Text("ocf/haproxy")
	if err != nil {
		return err
	}
	heartbeat := path.Dir(AgentPath)
	resources := path.Dir(heartbeat)
	h.Do(
		// The agents' own package comes with pacemaker, perhaps later.
		file.Directory{Path: path.Dir(resources), Mode: 0o755},
		file.Directory{Path: resources, Mode: 0o755},
		file.Directory{Path: heartbeat, Mode: 0o755},
		file.Content{Path: AgentPath, Body: agent, Mode: 0o755, Owner: "root:root", Verify: sh.Cmd("sh", "-n")},
	)
	return nil
}

// agentReload makes the haproxy that pacemaker runs read its configuration. On
// the node where none runs there is nothing to do: the cluster is not asked,
// and the resource stays where it is. The resource must have the agent's
// default parameters.
type agentReload struct{}

var _ tasks.Action = agentReload{}

const agent sh.Script = "env OCF_ROOT=/usr/lib/ocf OCF_RESOURCE_INSTANCE=haproxy " + AgentPath

// Do asks the agent, which checks the configuration first. Status 7 says that
// haproxy does not run here (any more).
func (agentReload) Do() sh.Script { return sh.Accept(agent+" reload", 0, 7) }

// Paid tells whether no haproxy of the agent runs here, or whether its master
// has started since the debt. Where the agent itself is missing, or what it is
// built on, because a run ended before they were installed, none can run. The
// kernel counts the start of a process in
// hundredths of a second since the boot (proc_pid_stat(5), field 22), which is
// the debt's own measure.
func (agentReload) Paid() sh.Script {
	return `for part in ` + AgentPath + ` /usr/lib/ocf/lib/heartbeat/ocf-shellfuncs; do
	[ -e "$part" ] || exit 0
done
` + agent + ` monitor
case $? in
0) ;;
7) exit 0 ;;
1) exit 1 ;;
*) exit 2 ;;
esac
read -r boot </proc/sys/kernel/random/boot_id || exit 2
[ "$boot" = "$owed_boot" ] || exit 0
[ "$owed_at" != - ] || exit 1
read -r pid </run/haproxy.pid && read -r stat <"/proc/$pid/stat" || exit 2
set -- ${stat##*) }
[ "${20}" -gt "$owed_at" ]`
}
