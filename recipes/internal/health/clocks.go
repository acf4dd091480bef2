package health

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// Clocks asks by how much the clocks of nodes are apart, in whole seconds, which
// is as exact as a run knows it; within is what they may be, 1 s at least. The
// logs of nodes whose clocks are apart cannot be laid side by side, and
// certificates that are good for one node are not for the other.
func Clocks(nodes []inventory.Host, within time.Duration) recipes.Late {
	return Together("the nodes' clocks are together", nodes, `printf '%s\n' "$hrun_ahead"`, func(said []Said) (string, Faults) {
		var faults Faults
		var first, last int
		earliest, latest := "", ""
		for _, s := range said {
			ahead, err := strconv.Atoi(strings.TrimSpace(s.Text))
			if err != nil {
				faults.Add(fmt.Sprintf("%s does not know its time: %q", s.Host, s.Text), "")
				continue
			}
			if earliest == "" || ahead < first {
				first, earliest = ahead, s.Host
			}
			if latest == "" || ahead > last {
				last, latest = ahead, s.Host
			}
		}
		apart := time.Duration(last-first) * time.Second
		if apart > within {
			faults.Add(fmt.Sprintf("the clock of %s is %v ahead of that of %s, and may be %v apart", latest, apart, earliest, within),
				"see with date which of them is wrong, and have it synchronized: timedatectl, systemd-timesyncd or chrony")
		}
		return fmt.Sprintf("%v apart at most", apart), faults
	})
}
