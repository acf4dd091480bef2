package corosync

import (
	"fmt"
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// Apart is the role of a member that waits until those who leave are members no
// more. Put it before that of [Member]: one that started with a configuration
// without them, while they and the others still hear each other, would have the
// cluster lose its quorum.
type Apart struct{ Member Member }

// On waits a little for those who have just left.
func (a Apart) On(h *recipes.Host) error {
	h.Do(a.wait())
	return nil
}

func (a Apart) wait() wait.Until {
	ids := " "
	for _, n := range a.Member.Nodes {
		ids += strconv.Itoa(n.ID) + " "
	}
	return wait.Until{
		Name: "those who leave are members no more", Within: 15 * time.Second,
		Holds: sh.Script(fmt.Sprintf(`command -v corosync-cmapctl >/dev/null || exit 0
state=$(systemctl show --value -p ActiveState corosync) || exit
[ "$state" = active ] || exit 0
members=$(timeout 10 corosync-cmapctl totem.cluster_name && timeout 10 corosync-cmapctl runtime.members.) || exit
while read -r key type equals value; do
	case $key in
	totem.cluster_name) [ "$value" = %s ] || exit 0 ;;
	runtime.members.*.status)
		id=${key#runtime.members.} id=${id%%.status}
		case $value,'%s' in
		joined,*" $id "*) ;;
		joined,*) echo "the node with the id $id still runs as a member: stop pacemaker and corosync there, or turn it off"; exit 1 ;;
		esac
		;;
	esac
done <<MEMBERS
$members
MEMBERS`, sh.Quote(a.Member.WithDefaults().Cluster), ids)),
	}
}
