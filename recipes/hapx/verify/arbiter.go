package verify

import (
	"strconv"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/qdevice"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// arbiter asks the arbiter, if the cluster has one, whether all nodes are
// connected, and each node whether it has the vote. That their certificates are
// in force, and until when, is known from what is described.
func (r Recipe) arbiter(p *recipes.Play, nodes []inventory.Host) error {
	host, known := p.Inventory.Host(r.Arbiter)
	if !known {
		return nil
	}
	p.Stage("arbiter", []inventory.Host{host}, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(health.Look{
			Name: "nodes at the arbiter", Script: connected(r.Cluster, len(nodes)),
			Remedy: "a node that is missing tells why: journalctl -u corosync-qdevice; the arbiter does so, too: journalctl -u corosync-qnetd; TCP port 5403 must be open to the nodes",
		})
		return nil
	}))
	p.Stage("quorum device", nodes, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(health.Look{
			Name: "vote of the arbiter", Script: voted,
			Remedy: "journalctl -u corosync-qdevice tells why; to apply the recipe hapx again mends certificates and settings",
		})
		return nil
	}))
	return nil
}

// connected is the script that counts a cluster's nodes at the arbiter, by what
// corosync-qnetd-tool(8) lists.
func connected(cluster string, nodes int) sh.Script {
	return "nodes=" + sh.Script(strconv.Itoa(nodes)) + `
said=$(timeout 10 corosync-qnetd-tool -l -c ` + sh.Word(cluster) + ` 2>&1) || { echo "corosync-qnetd does not answer: $said"; exit 1; }
there=0 id= open=
while read -r first second rest; do
	case "$first $second" in
	'Node ID') there=$((there + 1)) id=${rest%:} ;;
	'TLS active:') case $rest in 'Yes (client certificate verified)') ;; *) open="$open $id" ;; esac ;;
	esac
done <<STATUS
$said
STATUS
[ -z "$open" ] || { echo "the arbiter has not verified the certificates of the nodes with the ids$open"; exit 1; }
[ $there -eq $nodes ] || { echo "only $there of $nodes nodes are connected to the arbiter: the cluster may not outlive the next failure"; exit 1; }
echo "$there of $nodes are connected, and verified"`
}

// voted is the script that says whether a node has the arbiter's vote, and has
// shown its certificate for it.
var voted = `why=$(
` + qdevice.Voting().Holds + `
) || { echo "$why"; exit 1; }
said=$(timeout 10 corosync-qdevice-tool -s -v) || exit 2
case $said in
*'TLS active:'*'Yes (client certificate sent)'*) echo 'it votes, over TLS' ;;
*) echo 'the connection to the arbiter is not encrypted'; exit 1 ;;
esac`
