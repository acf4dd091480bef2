package failover

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// seen stands between what was asked and what was seen of a host.
const seen = "hrun: seen\n"

// measure judges what was asked and seen until now.
func (b build) measure(what string, bound time.Duration) {
	late := recipes.Late{
		Name: "outage by " + what,
		From: append(b.asks(), b.Nodes...),
		Source: sh.Subshell(b.asking().Log()) + " && echo " + sh.Word(strings.TrimSpace(seen)) + " &&\n" +
			sh.Subshell(b.holding(true).Log()),
		Make: func(answers []recipes.Answer) (made recipes.Made, err error) {
			made.Task, err = b.outcome(what, bound, answers)
			return made, err
		},
	}
	b.stage(what+": measured", []inventory.Host{b.from}, do(late))
}

// outcome judges what the host that asks has logged, and then the nodes.
func (b build) outcome(what string, bound time.Duration, answers []recipes.Answer) (outcome, error) {
	o := outcome{What: what}
	var nodes []outage.Held
	var clients outage.Measurement
	for i, a := range answers {
		if a.Err != nil {
			return o, a.Err
		}
		asked, held, whole := strings.Cut(a.Printed, seen)
		if !whole {
			return o, fmt.Errorf("%s printed %q", a.Host, a.Printed)
		}
		var err error
		if i == 0 {
			clients, err = outage.Measure(b.Request, asked)
		} else {
			var h outage.Held
			h, err = outage.Hold(a.Host, b.Address, held)
			nodes = append(nodes, h)
		}
		if err != nil {
			return o, err
		}
	}
	o.Found = fmt.Sprintf("%s of %s: %v, %s", what, names(nodes, first), clients, holders(nodes, b.Address))
	o.judge(clients, nodes, bound, b)
	return o, nil
}

func first(h outage.Held) bool { return h.First }
func last(h outage.Held) bool  { return h.Last }

// names returns the names of those nodes, or "no node".
func names(nodes []outage.Held, which func(outage.Held) bool) string {
	var all []string
	for _, n := range nodes {
		if which(n) {
			all = append(all, n.Host)
		}
	}
	if len(all) == 0 {
		return "no node"
	}
	return strings.Join(all, " and ")
}

// holders says who has the address by now.
func holders(nodes []outage.Held, address netip.Addr) string {
	who := names(nodes, last)
	if strings.Contains(who, " and ") {
		return who + " hold " + address.String()
	}
	return who + " holds " + address.String()
}
