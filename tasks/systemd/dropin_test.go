package systemd

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var (
	limits = DropIn{Unit: "haproxy.service", Name: "50-limits", Body: "[Service]\nLimitNOFILE=65536\n"}
	alone  = DropIn{Unit: "haproxy.service", Name: "50-limits", Body: limits.Body, Only: true}
)

func TestDropInConforms(t *testing.T) {
	in := func(d DropIn) func(string) tasks.Task {
		return func(root string) tasks.Task {
			d.directory = root + "/system"
			return d
		}
	}
	const dir = "haproxy.service.d/"
	hostile := map[string]string{dir + "a'b $HOME.conf": "", dir + "-rf.conf": "", dir + "50-limits.conf": limits.Body, dir + "note.txt": "stays"}
	cases := []taskstest.Case{
		{Name: "new", Task: in(limits), Setup: files("", nil)},
		{Name: "differs", Task: in(limits), Setup: files("older", map[string]string{dir + "50-limits.conf": "[Service]\n", dir + "x.conf": ""})},
		{Name: "crashed before it was read", Task: in(limits), Setup: files("older", map[string]string{dir + "50-limits.conf": limits.Body})},
		{Name: "in sync", Task: in(limits), Setup: files("", hostile), InSync: true},
		{Name: "masked", Task: in(limits), Setup: files("", map[string]string{"masked": ""})},
		{Name: "masked and in sync", Task: in(limits), Setup: files("", map[string]string{"masked": "", dir + "50-limits.conf": limits.Body}), InSync: true},
		{Name: "alone", Task: in(alone), Setup: files("older", hostile)},
		{Name: "is alone", Task: in(alone), Setup: files("", map[string]string{dir + "50-limits.conf": limits.Body, dir + "n.txt": ""}), InSync: true},
		{Name: "gone", Task: in(DropIn{Unit: limits.Unit, Name: limits.Name, Absent: true}), Setup: files("", hostile)},
		{Name: "never there", Task: in(DropIn{Unit: limits.Unit, Name: limits.Name, Absent: true}), Setup: files("", nil), InSync: true},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = map[string]string{"systemctl": manager}, true
	}
	taskstest.Conform(t, cases...)
}

func TestDropInValidate(t *testing.T) {
	for _, d := range []DropIn{
		{Unit: "haproxy", Name: "a", Body: "x"}, {Unit: "a.service", Name: "a.conf", Body: "x"}, {Unit: "a.service", Name: "../a", Body: "x"},
		{Unit: "a.service", Body: "x"}, {Unit: "a.service", Name: "a"}, {Unit: "a.service", Name: "a", Body: "x", Absent: true},
	} {
		if d.Validate() == nil {
			t.Errorf("Validate accepts %+v", d)
		}
		if _, err := d.Plan("read\nabsent\n"); err == nil {
			t.Errorf("Plan accepts %+v", d)
		}
	}
}
