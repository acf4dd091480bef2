package corosync

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Spared is the role of a host that is about to leave a cluster, and fails if
// the nodes that stay would have no quorum without those that leave.
type Spared struct {
	Nodes []string // that leave, by the names that the cluster has for them
}

// On asks the cluster, if the host is in one.
func (s Spared) On(h *recipes.Host) error {
	h.Do(spare{Leaving: strings.Join(s.Nodes, " ")})
	return nil
}

// spare is the task of [Spared].
type spare struct{ Leaving string }

var _ tasks.Task = spare{}

func (s spare) String() string { return "quorum without those who leave" }

// Probe prints how many votes there are without those who leave, and how many
// quorum needs now; or "none" where there is no quorum that could be lost.
// Members are the lines of which the first word is an id; the name is the third,
// or the fourth where there is a quorum device.
func (s spare) Probe() sh.Script {
	return `command -v corosync-quorumtool >/dev/null || { echo none; exit 0; }
state=$(systemctl show --value -p ActiveState corosync) || exit
[ "$state" = active ] || { echo none; exit 0; }
said=$(timeout 10 corosync-quorumtool -s)
case $? in 0) ;; 2) echo none; exit 0 ;; *) exit 1 ;; esac
leaving=` + sh.Word(" "+s.Leaving+" ") + ` votes= quorum=
while read -r first second third fourth rest; do
	case "$first $second" in
	'Total votes:') votes=$third ;;
	Quorum:*) quorum=$second ;;
	*) case $first in ''|*[!0-9]*) ;; *) case $leaving in *" $third "*|*" $fourth "*) votes=$((votes - second)) ;; esac ;; esac ;;
	esac
done <<STATUS
$said
STATUS
echo "$votes $quorum"`
}

// Plan changes nothing. The error says how many votes would be missing.
func (s spare) Plan(got string) (c tasks.Change, err error) {
	if got == "none\n" {
		return c, nil
	}
	var votes, quorum int
	if _, err := fmt.Sscanf(got, "%d %d\n", &votes, &quorum); err != nil {
		return c, fmt.Errorf("probe printed %q", got)
	}
	if votes < quorum {
		return c, fmt.Errorf("without %s there would be %d votes, and quorum needs %d: remove fewer nodes at a time, or bring others back first", s.Leaving, votes, quorum)
	}
	c.Found = fmt.Sprintf("%d votes are left, and quorum needs %d", votes, quorum)
	return c, nil
}

// Sample is a host without a cluster.
func (spare) Sample() (before, after string) { return "none\n", "none\n" }
