package virtualbox_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
)

// expectRefused runs and wants it to be refused with these words, before
// anything is changed.
func (b *bench) expectRefused(words ...string) {
	b.t.Helper()
	before := b.World(b.t)
	o := b.run(false, b.machines())
	if o.err == nil {
		b.t.Fatalf("nothing is refused:\n%s", o.said())
	}
	for _, w := range words {
		if !strings.Contains(o.said(), w) {
			b.t.Errorf("what is said lacks %q:\n%s", w, o.said())
		}
	}
	if diff := cmp.Diff(before, b.World(b.t)); diff != "" {
		b.t.Errorf("something was changed:\n%s", diff)
	}
}

// power switches a machine off or on, as a person does it.
func (b *bench) power(machine, state string) {
	b.t.Helper()
	b.Change(b.t, func(w *vboxtest.World) { w.Machine(machine).State = state })
}

func TestMachineThatIsOffIsStarted(t *testing.T) {
	for _, state := range []string{"poweroff", "aborted", "saved", "paused", "gurumeditation"} {
		t.Run(state, func(t *testing.T) {
			b := newSmallBench(t)
			b.up()
			b.power("busybox", state)
			if o := b.up(); !strings.Contains(o.said(), "machine busybox: changed [power: "+state+" -> running]") {
				t.Errorf("said:\n%s", o.said())
			}
			b.expectUp()
		})
	}
}

func TestMachineThatIsToBeOffIsNotStarted(t *testing.T) {
	b := newSmallBench(t)
	b.lab.Machines[0].Off = true
	b.up()
	if m := b.World(t).Machine("busybox"); m.State != "poweroff" || m.Memory != 512 {
		t.Errorf("it is %+v", m)
	}
	if o := b.up(); o.Changed != 0 {
		t.Errorf("said:\n%s", o.said())
	}
}

func TestHardwareIsChangedWhileItIsOff(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.lab.Machines[0].CPUs, b.lab.Machines[0].Memory = 3, 1024
	b.expectRefused("busybox differs in hardware (CPUs: 1, memory: 512 MiB -> CPUs: 3, memory: 1024 MiB), which can be changed only while it is off, and it is running", "restart: true")
	b.power("busybox", "poweroff")
	if o := b.up(); !strings.Contains(o.said(), "memory: 512 MiB") {
		t.Errorf("said:\n%s", o.said())
	}
	if m := b.World(t).Machine("busybox"); m.CPUs != 3 || m.Memory != 1024 || m.State != "running" {
		t.Errorf("it is %+v", m)
	}
}

func TestHardwareIsChangedByARestart(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.lab.Restart = true
	b.lab.Machines[0].Links = b.lab.Machines[0].Links[1:]
	b.Forget(t)
	o := b.up()
	calls := strings.Join(b.Calls(t), "\n")
	if !strings.Contains(calls, "acpipowerbutton") || strings.Contains(calls, " poweroff") || !strings.Contains(o.said(), "[power: running -> off]") {
		t.Errorf("said:\n%s\ncalled:\n%s", o.said(), calls)
	}
	if m := b.World(t).Machine("busybox"); m.Adapters[0].Kind != "none" || m.Adapters[1].HostOnly != "vboxnet0" || m.State != "running" {
		t.Errorf("it is %+v", m)
	}
}

// A machine that ends badly when it is to shut down is off as well.
func TestHardwareIsChangedByARestartThatIsACrash(t *testing.T) {
	b := newSmallBench(t)
	b.guest(vboxtest.Guest{Addresses: []string{"10.0.4.15", "192.168.56.3"}, Crashes: true})
	b.up()
	b.lab.Restart, b.lab.Machines[0].CPUs = true, 2
	b.Forget(t)
	b.up()
	if m := b.World(t).Machine("busybox"); m.CPUs != 2 || m.State != "running" {
		t.Errorf("it is %+v", m)
	}
	if n := len(b.Calls(t)); n > 60 {
		t.Errorf("VBoxManage was called %d times", n)
	}
}

func TestWhatAPersonChangedIsChangedBack(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.Change(t, func(w *vboxtest.World) {
		m := w.Machine("busybox")
		m.State = "poweroff"
		m.Adapters[0].Network, m.Adapters[1].Unplug = "elsewhere", true
		m.Adapters[2].Forwards = []string{"hrun-ssh,tcp,,1,,22", "other,udp,,53,,53"}
		m.Adapters[5] = vboxtest.Adapter{Kind: "nat", MAC: "080027123456"}
		m.Serial, m.SerialMode = "", ""
		m.Controllers[0].Slots["1-0"] = ""
		delete(m.Controllers[1].Slots, "1-0")
	})
	b.up()
	m := b.World(t).Machine("busybox")
	if a := m.Adapters; a[0].Network != "demo-enp0s3" || a[1].Unplug || len(a[2].Forwards) != 1 || a[2].Forwards[0] != "hrun-ssh,tcp,127.0.0.1,1,,22" || a[5].Kind != "none" {
		t.Errorf("adapters %+v", a)
	}
	if m.Controllers[1].Slots["1-0"] != m.Folder+"/data.vdi" || !strings.HasSuffix(m.Controllers[0].Slots["1-0"], ".iso") || m.Serial == "" {
		t.Errorf("it is %+v", m)
	}
}

func TestDisksGrowAndNeverShrink(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	data := &b.lab.Machines[0].Disks[0]
	data.Size = 1024
	b.expectRefused("disk data of busybox has 2048 MiB and is described with 1024; a disk is never made smaller")
	data.Size = 4096
	b.expectRefused("disk data (2048 MiB -> 4096 MiB)", "only while it is off")
	b.power("busybox", "poweroff")
	b.up()
	b.lab.Machines[0].Disks = nil
	if o := b.up(); o.Changed != 0 {
		t.Errorf("a disk that is not described any more:\n%s", o.said())
	}
	b.lab.Machines[0].Disks = []lab.Disk{{Name: "new", Size: 10}, {Name: "data", Size: 4096}}
	b.power("busybox", "poweroff")
	b.up()
	if s := b.World(t).Machine("busybox").Controllers[1].Slots; !strings.HasSuffix(s["1-0"], "/data.vdi") || !strings.HasSuffix(s["2-0"], "/new.vdi") {
		t.Errorf("disks %v", s)
	}
}

func TestSeedAndBaseAreChangedOnlyByMakingTheMachineAnew(t *testing.T) {
	b := newSmallBench(t)
	b.up()
	b.lab.Machines[0].Seed.UserData += "# more\n"
	b.expectRefused("making it anew would lose its data", "remake: true")
	data := b.World(t).Machine("busybox").Controllers[1].Slots["1-0"]
	if err := os.Chmod(data, 0o640); err != nil { // to know it again by
		t.Fatal(err)
	}
	b.lab.Remake = true
	if o := b.up(); !strings.Contains(o.said(), "clone busybox: changed [machine: base debian-base-image seed ") || strings.Contains(o.said(), "it's-a-secret") {
		t.Errorf("said:\n%s", o.said())
	}
	if info, err := os.Stat(data); err != nil || info.Mode().Perm() == 0o640 {
		t.Errorf("the disk is still that of before: %v, %v", info, err)
	}
	b.expectUp()
	b.down()
	b.expectGone()
}
