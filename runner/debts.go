package runner

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// debts is which handlers will be owed, or not any more, by the time that work
// that is planned has been done. They are known by name, as on the host: an
// earlier stage, or a flush, may have paid.
type debts map[string]bool

// owe notes that the handlers are notified.
func (d debts) owe(notify []*recipes.Handler) {
	for _, hd := range notify {
		d[hd.Name] = true
	}
}

// pay notes that the task is done, if it is a debt.
func (d debts) pay(t tasks.Task) {
	if debt, ok := t.(recipes.Debt); ok {
		d[debt.Handler.Name] = false
	}
}

// expect returns what the probe of the task will print by then, if that differs
// from what it printed because the task is a debt.
func (d debts) expect(t tasks.Task, seen string) string {
	debt, ok := t.(recipes.Debt)
	if !ok {
		return seen
	}
	switch owed, known := d[debt.Handler.Name]; {
	case owed:
		return recipes.Owed
	case known:
		return recipes.Free
	}
	return seen
}
