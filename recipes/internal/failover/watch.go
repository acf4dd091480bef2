package failover

import (
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/outage"
)

// within is how long what goes on beside a trial lives at most: all the waits
// that a trial can have, and as much again.
func (b build) within() time.Duration { return 6*b.Return + 5*time.Minute }

func (b build) asking() outage.Asking {
	return outage.Asking{Name: b.Name + "-asking", Request: b.Request, Within: b.within()}
}

func (b build) holding(again bool) outage.Holding {
	return outage.Holding{Name: b.Name + "-holding", Address: b.Address, Within: b.within(), Again: again}
}

// answered waits until the service answers again.
func (b build) answered(after string) outage.Answered {
	return outage.Answered{Asking: b.asking(), After: after, Within: b.Return}
}

// watch begins to ask the service, and to look who has its address. The service
// answers, before anything is done to it.
func (b build) watch(what string) {
	b.stage(what+": watched", b.Nodes, do(b.holding(false)))
	first := b.answered("the beginning")
	first.Within = 10 * time.Second
	b.stage(what+": answers", b.asks(), do(b.asking(), first))
}

// unwatch ends it.
func (b build) unwatch(what string) {
	b.stage(what+": no longer asked", b.asks(), do(b.asking().End()))
	b.stage(what+": no longer watched", b.Nodes, do(b.holding(false).End()))
}

// left takes back what an earlier run has done, and could not take back.
func (b build) left() {
	leaving := b.leaving()
	b.stage("nothing left", b.Nodes, do(
		guard.Undone{Name: leaving.Guard.Name, Title: b.Leaving.Title + " taken back", Within: b.Return}, b.holding(false).End()))
	if b.machines != nil {
		b.stage("no machine left", []inventory.Host{b.machines.Host}, do(b.started()))
	}
	b.stage("nobody asks", b.asks(), do(b.asking().End()))
}

func (b build) asks() []inventory.Host { return []inventory.Host{b.from} }

// do is the role of tasks.
func do(ts ...tasks.Task) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(ts...)
		return nil
	})
}

// back waits until the cluster is whole.
func (b build) back() recipes.Role {
	if b.Back == nil {
		return do()
	}
	return b.Back
}
