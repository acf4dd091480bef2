package corosync

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// reload is the action that has the running corosync read its configuration
// again, on all members at once: nodes come and go by it, without a restart.
// It refuses what would cost the cluster its quorum, or part it from nodes that
// go on as another one. What a member has started since the debt it has read.
type reload struct {
	Cluster string // the name: another cluster takes over nothing, but is restarted
	IDs     string // of the nodes of the new configuration, each between blanks
	Device  int    // votes of a quorum device
	Quorum  int    // how many votes of these and the device must be there for the new configuration to have quorum
}

var _ tasks.Action = reload{}

func (m Member) reload() reload {
	ids := make([]int, len(m.Nodes))
	for i, n := range m.Nodes {
		ids[i] = n.ID
	}
	slices.Sort(ids)
	r := reload{Cluster: m.Cluster, IDs: " ", Quorum: len(m.Nodes)/2 + 1}
	for _, id := range ids {
		r.IDs += strconv.Itoa(id) + " "
	}
	switch {
	case *m.TwoNode:
		r.Quorum = 1
	case m.Device != nil:
		r.Device = m.Device.Votes(len(m.Nodes))
		r.Quorum = (len(m.Nodes)+r.Device)/2 + 1
	}
	return r
}

// Do looks at the members as they are now. corosync-quorumtool exits with 2
// where there is no quorum, and marks a node that a quorum device votes for with
// A,V. A vote that is there already counts.
func (r reload) Do() sh.Script {
	words := strings.Fields(r.IDs)
	return sh.Script(fmt.Sprintf(`(
wanted='%s'
members=$(timeout 10 corosync-cmapctl totem.cluster_name && timeout 10 corosync-cmapctl runtime.members. && timeout 10 corosync-cmapctl nodelist.) || exit
votes=$(timeout 10 corosync-quorumtool -s)
case $? in
0) quorate=yes ;;
2) quorate=no ;;
*) exit 1 ;;
esac
present=0 strangers= unseen=
while read -r key type equals value; do
	case $key in
	[0-9]*) case "$equals $value" in A,V,*' (local)') present=$((present + %[5]d)) ;; esac ;;
	runtime.members.*.status)
		[ "$value" = joined ] || continue
		id=${key#runtime.members.} id=${id%%.status}
		case $wanted in *" $id "*) present=$((present + 1)) ;; *) strangers="$strangers $id" ;; esac
		;;
	totem.cluster_name)
		[ "$value" = %[4]s ] || { echo "the cluster $value runs here, and needs a restart"; exit 0; }
		;;
	nodelist.node.*.nodeid)
		case $wanted in *" $value "*) ;; *) unseen="$unseen $value" ;; esac
		;;
	esac
done <<MEMBERS
$members
$votes
MEMBERS
if [ -n "$strangers" ]; then
	echo "nodes that are to be members no more still run as such, with the ids$strangers: stop pacemaker and corosync there, or turn them off" >&2
	exit 1
fi
if [ $quorate = yes ] && [ $present -lt %[2]d ]; then
	echo "only $present of %[3]d votes are there, and %[2]d are needed: the cluster would stop its service" >&2
	exit 1
fi
if [ $quorate = no ] && [ -n "$unseen" ]; then
	echo "there is no quorum, so the nodes with the ids$unseen, which are to be members no more, may be serving without these: see to it that they are off, and then say so here with corosync-quorumtool -e $present" >&2
	exit 1
fi
timeout 20 corosync-cfgtool -R
)`, r.IDs, r.Quorum, len(words)+r.Device, sh.Quote(r.Cluster), r.Device))
}

// Paid tells whether corosync does not run, or has started since.
func (reload) Paid() sh.Script { return systemd.Reload("corosync").Paid() }
