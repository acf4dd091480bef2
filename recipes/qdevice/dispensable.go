package qdevice

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// dispensable expects that the nodes have quorum without the vote of a device.
// It changes nothing.
type dispensable struct{}

var (
	_ tasks.Task    = dispensable{}
	_ tasks.Sampler = dispensable{}
)

func (dispensable) String() string { return "quorum without a device" }

// Probe prints the votes of nodes, and how many quorum needs; "none" where no
// device has a vote, or where there is no quorum that could be lost. Of what
// corosync-quorumtool(8) prints, the nodes are the lines that begin with an id,
// which is 0 for the device. It exits with 2 where there is no quorum.
func (dispensable) Probe() sh.Script {
	return `command -v corosync-qdevice-tool >/dev/null || { echo none; exit 0; }
state=$(systemctl show --value -p ActiveState ` + deviceUnit + `) || exit
[ "$state" = active ] || { echo none; exit 0; }
said=$(timeout 10 corosync-quorumtool -s)
case $? in 0) ;; 2) echo none; exit 0 ;; *) exit 1 ;; esac
votes=0 quorum=
while read -r first second rest; do
	case $first in
	Quorum:) quorum=$second ;;
	''|0|*[!0-9]*) ;;
	*) votes=$((votes + second)) ;;
	esac
done <<STATUS
$said
STATUS
echo "$votes $quorum"`
}

// Plan fails where the nodes have too few votes.
func (dispensable) Plan(got string) (c tasks.Change, err error) {
	if got == "none\n" {
		return c, nil
	}
	var votes, quorum int
	if _, err := fmt.Sscanf(got, "%d %d\n", &votes, &quorum); err != nil || strings.Count(got, "\n") != 1 {
		return c, fmt.Errorf("the probe printed %q, want votes and quorum", got)
	}
	if votes < quorum {
		return c, fmt.Errorf("of the votes only %d are those of nodes, and quorum needs %d: bring the other nodes back before the device is taken away", votes, quorum)
	}
	return c, nil
}

// Sample is of a host without a device.
func (dispensable) Sample() (before, after string) { return "none\n", "none\n" }
