package health

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Said is what a host has answered.
type Said struct{ Host, Text string }

// Together is a question to several hosts whose answers are judged together:
// judge returns what was found, in a line, and what is wrong. It is handed the
// answers of the hosts, in their order, and never none. A host that was not asked
// (see [recipes.Answer]) is told elsewhere, as unreachable; here it is only
// named, and is a fault where nobody was asked at all.
//
// The source is read-only. Where it fails on a host, that is a fault with what
// it printed, as is a host that was asked and does not answer.
func Together(name string, from []inventory.Host, source sh.Script, judge func([]Said) (string, Faults)) recipes.Late {
	return recipes.Late{Name: name, From: from, Source: told(source), Make: func(answers []recipes.Answer) (recipes.Made, error) {
		found, faults := judged(answers, judge)
		return recipes.Made{Task: Verdict{Name: name, Found: found, Faults: faults}}, nil
	}}
}

// told has a source print how it ended: "0", and what it printed, or else its
// status, and what it printed on both streams. So a host that could not look
// is told from one that could not be reached.
func told(source sh.Script) sh.Script {
	return `said=$(
` + sh.Group(source) + ` 2>&1
)
printf '%s\n%s\n' $? "$said"`
}

func judged(answers []recipes.Answer, judge func([]Said) (string, Faults)) (string, Faults) {
	var said []Said
	var silent []string
	var faults Faults
	var why error
	for _, a := range answers {
		status, text, _ := strings.Cut(a.Printed, "\n")
		switch _, malformed := strconv.Atoi(status); {
		case a.Err != nil && !a.Unasked:
			faults.Add(a.Err.Error(), "")
		case a.Unasked:
			silent, why = append(silent, a.Host), a.Err
		case malformed != nil:
			faults.Add(fmt.Sprintf("%s: the answer is %q, and not a status and a text", a.Host, a.Printed), "")
		case status == "124": // by timeout(1)
			faults.Add(a.Host+" cannot look: what it asks does not answer in time", "see to the host itself: its load, a disk that hangs, a daemon that does")
		case status != "0":
			faults.Add(fmt.Sprintf("%s cannot look: %s (exit %s)", a.Host, strings.Join(strings.Fields(text), " "), status), "")
		default:
			said = append(said, Said{a.Host, text})
		}
	}
	if len(said) == 0 {
		if why != nil && len(faults) == 0 {
			faults.Add("nobody can be asked: "+why.Error(), "see to the hosts that cannot be reached first")
		}
		return "", faults
	}
	found, more := judge(said)
	if len(silent) > 0 {
		if found != "" {
			found += "; "
		}
		found += "not asked: " + strings.Join(silent, ", ")
	}
	return found, append(faults, more...)
}
