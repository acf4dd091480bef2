package failover

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/guard"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// crash crashes the machine of the active node, and starts it again when another
// one has the service. The connection to it is found to be lost when the node is
// next asked something: it is up again by then.
func (b build) crash() error {
	const what = "crash"
	hypervisor := []inventory.Host{b.machines.Host}
	var start []tasks.Task
	for _, n := range b.Nodes {
		ts, err := b.machines.Start(n.Name)
		if err != nil {
			return err
		}
		start = append(start, ts...)
	}
	b.stage(what+": can be started again", hypervisor, do(start...)).Survey = true
	b.watch(what)
	b.stage(what, hypervisor, do(b.guarded(), b.crashed()))
	b.stage(what+": moved", b.asks(), do(b.answered(what)))
	b.stage(what+": started again", hypervisor, do(append([]tasks.Task{b.started()}, start...)...))
	back := b.stage(what+": back", b.Nodes, do(b.holding(true)), b.back())
	back.Unreachable = recipes.AwaitUnreachable(b.Return)
	b.stage(what+": answers still", b.asks(), do(b.answered("the machine was started")))
	b.measure(what, b.Crash)
	b.unwatch(what)
	return nil
}

func (b build) machineGuard() string { return b.Name + "-crash" }

// started has the guard of a machine that was crashed start it.
func (b build) started() guard.Undone {
	return guard.Undone{Name: b.machineGuard(), Title: "a machine that was crashed is started", Within: b.Return}
}

// guarded is what starts the machine again, whatever becomes of the run.
func (b build) guarded() recipes.Late {
	return b.ofActive("guard of the active machine", func(machine string, h vm.Hypervisor) (tasks.Task, error) {
		start, err := h.StartScript(machine)
		return guard.Guarded{
			Guard: guard.Guard{Name: b.machineGuard(), Undo: start, Within: b.within()},
			Was:   "none", Want: "starts " + machine,
		}, err
	})
}

func (b build) crashed() recipes.Late {
	return b.ofActive("crash of the active machine", func(machine string, h vm.Hypervisor) (tasks.Task, error) {
		return h.Crash(machine)
	})
}

// ofActive is a task of the hypervisor that is made for the machine that had the
// address when the watch began.
func (b build) ofActive(name string, task func(machine string, h vm.Hypervisor) (tasks.Task, error)) recipes.Late {
	return recipes.Late{
		Name: name, From: b.Nodes,
		Source: sh.Subshell(b.holding(false).First()) + `
case $? in 0) echo active ;; 1) echo passive ;; *) exit 2 ;; esac`,
		Make: func(answers []recipes.Answer) (made recipes.Made, err error) {
			machine, err := active(answers)
			if err != nil {
				return made, err
			}
			made.Task, err = task(machine, *b.machines)
			return made, err
		},
	}
}

// active returns the one node that says that it is.
func active(answers []recipes.Answer) (name string, err error) {
	var all []string
	for _, a := range answers {
		if a.Err != nil {
			err = errors.Join(err, a.Err)
		}
		if strings.TrimSpace(a.Printed) == "active" {
			all = append(all, a.Host)
		}
	}
	if err == nil && len(all) != 1 {
		err = fmt.Errorf("one node is to be active, and these are: %q", all)
	}
	if err != nil {
		return "", err
	}
	return all[0], nil
}
