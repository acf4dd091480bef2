package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// quorum asks corosync's votequorum for the votes. corosync-quorumtool(8) exits
// with 2 where there is no quorum. The date is left out: an answer tells of
// the state alone.
func quorum(nodes []inventory.Host) recipes.Late {
	const source sh.Script = `votes=$(timeout 10 corosync-quorumtool -s 2>&1)
case $? in
0|2) printf '%s\n' "$votes" | sed '/^Date:/d'; timeout 10 corosync-cmapctl nodelist.node. ;;
*) printf 'silent %s\n' "$votes" ;;
esac`
	return health.Alike("quorum", nodes, source, func(text string) (string, health.Faults, bool) {
		found, faults := judgeQuorum(text)
		return found, faults, true
	})
}

// Danger is what is said where either of two nodes goes on alone.
const Danger = "two_node: either node goes on alone, so both hold the address while the link between them is cut"

func judgeQuorum(text string) (found string, faults health.Faults) {
	if why, silent := strings.CutPrefix(text, "silent "); silent {
		faults.Add("corosync does not answer: "+oneLine(why), "systemctl status corosync; journalctl -u corosync tells why")
		return "", faults
	}
	is := map[string]string{}
	var present []string
	members := false
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(line, ":")
		if f := strings.Fields(line); members && len(f) > 2 && f[1] != "=" {
			present = append(present, f[0])
		}
		if ok {
			is[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
		members = members || strings.Contains(line, "Nodeid") && strings.Contains(line, "Votes")
	}
	total, expected, needed := is["Total votes"], is["Expected votes"], strings.Fields(is["Quorum"] + " ?")[0]
	if total == "" || expected == "" {
		faults.Add("corosync-quorumtool tells of no votes: "+oneLine(text), "")
		return "", faults
	}
	found = fmt.Sprintf("%s of %s votes", total, expected)
	if slices.Contains(strings.Fields(is["Flags"]), "2Node") {
		found += "; " + Danger
	}
	missing := "; missing: " + strings.Join(nodelist(text).but(present), ", ")
	missing = strings.TrimSuffix(missing, "; missing: ")
	switch {
	case is["Quorate"] != "Yes" && waits(total, needed):
		faults.Add(fmt.Sprintf("there is no quorum: %s of %s votes, and a node that has just started waits until it has seen all (wait_for_all)%s", total, expected, missing),
			"start the missing nodes; where that cannot be, and none of them gives the service: corosync-cmapctl -s quorum.cancel_wait_for_all u8 1")
	case is["Quorate"] != "Yes":
		faults.Add(fmt.Sprintf("there is no quorum: %s of %s votes, and %s are needed%s", total, expected, needed, missing),
			"bring the missing nodes back; where that cannot be, and no other node gives the service: corosync-quorumtool -e VOTES, on a node that is left")
	case total != expected:
		faults.Add(fmt.Sprintf("only %s of %s votes are there%s", total, expected, missing), "see to the missing nodes, and to the way to them")
	}
	return found, faults
}

// waits reports whether there are votes enough, so that it is for another reason
// that there is no quorum.
func waits(total, needed string) bool {
	has, err := strconv.Atoi(total)
	needs, wrong := strconv.Atoi(needed)
	return err == nil && wrong == nil && has >= needs
}
