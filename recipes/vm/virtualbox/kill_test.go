package virtualbox_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
	"github.com/hrun-dev/hrun/tasks"
)

// newSmallBench describes one machine that has everything.
func newSmallBench(t *testing.T) *bench {
	b := newBench(t)
	b.lab.Machines = b.lab.Machines[:1]
	b.lab.Machines[0].Disks = []lab.Disk{{Name: "data", Size: 2048}}
	b.guest(vboxtest.Guest{Addresses: []string{"10.0.4.15", "192.168.56.3"}, Console: "booting\n"}) // at once, for there are many boots
	return b
}

// changes reports whether a call changes anything.
func changes(call string) bool {
	word, rest, _ := strings.Cut(call, " ")
	return !slices.Contains([]string{"--version", "list", "showvminfo", "showmediuminfo", "getextradata", "guestproperty"}, word) || strings.HasPrefix(rest, "set ")
}

// kinds returns what goes wrong with a call. One that only looks leaves the
// same behind in each way, so that they take turns.
func kinds(number int, call string) []vboxtest.FaultKind {
	all := []vboxtest.FaultKind{vboxtest.Fails, vboxtest.KilledBefore, vboxtest.KilledAfter}
	if changes(call) {
		return all
	}
	return all[number%3:][:1]
}

// Whichever call of VBoxManage is refused, or is the last thing that happens
// before everything is killed, the next run makes the lab, or removes it.
func TestUpIsFinishedAfterEveryFault(t *testing.T) {
	b := newSmallBench(t)
	b.Forget(t)
	b.up()
	calls := b.Calls(t)
	b.down()
	t.Logf("%d calls", len(calls))
	for i, call := range calls {
		for _, kind := range kinds(i, call) {
			b.faulted(i+1, call, kind, b.machines)
			b.up()
			b.expectUp()
			b.down()
			b.expectGone()
			if changes(call) && kind == vboxtest.KilledAfter {
				b.faulted(i+1, call, kind, b.machines)
				b.down()
				b.expectGone()
			}
			if t.Failed() {
				t.Fatalf("after call %d %s: %s", i+1, kind, call)
			}
		}
	}
}

func TestDownIsFinishedAfterEveryFault(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.Forget(t)
	b.down()
	calls := b.Calls(t)
	for i, call := range calls {
		for _, kind := range kinds(i, call) {
			b.up()
			b.faulted(i+1, call, kind, b.removal)
			b.down()
			b.expectGone()
			if t.Failed() {
				t.Fatalf("after call %d %s: %s", i+1, kind, call)
			}
		}
	}
}

// A machine that is made anew loses its data; until it is there again, it is
// still one that hrun has begun to make.
func TestRemakingIsFinishedAfterEveryFault(t *testing.T) {
	b := newSmallBench(t)
	b.lab.Remake = true
	b.up()
	remake := func() {
		b.lab.Machines[0].Seed.MetaData += "#\n"
	}
	remake()
	b.Forget(t)
	b.up()
	calls := b.Calls(t)
	for i, call := range calls {
		if !changes(call) {
			continue
		}
		for _, kind := range kinds(i, call) {
			remake()
			b.faulted(i+1, call, kind, b.machines)
			b.up()
			b.expectUp()
			if t.Failed() {
				t.Fatalf("after call %d %s: %s", i+1, kind, call)
			}
		}
	}
}

// faulted runs with one call going wrong. If it is one that changes something
// and is refused, the run must say so; otherwise what comes of it is not asked:
// what could not be looked at is looked at again after a change, and a run that
// loses its shell takes a new one.
func (b *bench) faulted(number int, call string, kind vboxtest.FaultKind, work func() []tasks.Task) {
	b.t.Helper()
	b.Forget(b.t)
	b.Break(b.t, number, kind)
	if o := b.run(false, work()); kind == vboxtest.Fails && changes(call) && o.err == nil {
		b.t.Errorf("%s was refused, and nothing was said:\n%s", call, o.said())
	}
	b.Forget(b.t)
}

func (b *bench) removal() []tasks.Task {
	return virtualbox.Provider{}.Remove(lab.Lab{Name: b.lab.Name, State: b.lab.State}, false)
}
