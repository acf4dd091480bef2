package nftables

import (
	"errors"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const rules = `
	# what has been let in stays
	set known { type ipv4_addr; flags interval; elements = { 10.0.0.0/24, 10.0.1.0-10.0.1.7 } }
	set seen { type ipv4_addr; flags dynamic,timeout; timeout 1h; elements = { 10.9.9.9 } }
	chain input {
		type filter hook input priority 0; policy drop;
		iifname lo accept
		ct state related,established counter accept
		tcp dport {443, 80, 22} accept comment "it's open }"
		ip saddr @known accept
		update @seen { ip saddr }
	}`

// What the task compares with is what the real nft makes of the rules, in a
// network namespace of the test's own.
func TestTableConforms(t *testing.T) {
	filter := func(table Table) func(string) tasks.Task {
		return func(root string) tasks.Task {
			table := table
			table.Name, table.state = "filter", root+"/state"
			return table
		}
	}
	load := func(text string) sh.Script { return sh.Feed([]byte(text), "nft -f -") }
	there := Table{Name: "filter", Rules: rules}.body()
	other := Table{Name: "filter", Rules: "chain input { type filter hook input priority 0; }"}.body()
	another := Table{Name: "nat", Rules: rules}.body()
	const link = "/usr/sbin/ip link add v0 type veth peer name v1"
	byIndex := Table{Rules: "chain input { type filter hook input priority 0\niif v0 drop\n}"}
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: filter(Table{Rules: rules}), Network: true, Prepare: load(another)},
		taskstest.Case{Name: "other rules", Task: filter(Table{Rules: rules}), Network: true, Prepare: load(other)},
		taskstest.Case{Name: "more rules", Task: filter(Table{Rules: rules}), Network: true, Prepare: load(there + other + "add rule inet filter input accept\n")},
		taskstest.Case{Name: "no rules", Task: filter(Table{}), Network: true, Prepare: load(there)},
		taskstest.Case{Name: "family", Task: filter(Table{Family: "ip", Rules: "chain c {\nmasquerade\n}"}), Network: true, Prepare: load(other)},
		taskstest.Case{Name: "element added", Task: filter(Table{Rules: rules}), Network: true,
			Prepare: load(there + "add element inet filter known { 10.7.7.7 }\n")},
		taskstest.Case{Name: "in sync", Task: filter(Table{Rules: rules}), Network: true, InSync: true,
			Prepare: load(there + "flush set inet filter seen\nadd element inet filter seen { 10.0.0.9 timeout 5m }\n")},
		taskstest.Case{Name: "by index", Task: filter(byIndex), Network: true, Prepare: link},
		taskstest.Case{Name: "not noted", Task: filter(byIndex), Network: true,
			Prepare: link + " && " + load(Table{Name: "filter", Rules: byIndex.Rules}.body())},
		taskstest.Case{Name: "refused", Task: filter(Table{Rules: "chain input { drp\n}"}), Network: true, Prepare: load(other), Refused: "syntax error"},
		taskstest.Case{Name: "no such interface", Task: filter(byIndex), Network: true, Refused: "Interface does not exist"},
		taskstest.Case{Name: "absent", Task: filter(Table{Absent: true}), Network: true, Prepare: load(another + there)},
		taskstest.Case{Name: "absent in sync", Task: filter(Table{Absent: true}), Network: true, Prepare: load(another), InSync: true},
	)
}

// Rules whose meaning nobody can see are left alone only as long as nobody
// touches them.
func TestTableNotesWhatItHasSet(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{"unshare": "echo unshare failed >&2; exit 1"})
		h.Isolate("-n")
		task := Table{Name: "filter", Rules: rules, state: h.Root + "/state"}
		for i, wantSteps := range []int{1, 0} {
			if c, r := h.Apply(task); len(c.Steps) != wantSteps || r.Status != 0 {
				t.Fatalf("%s: run %d has %d steps, %v", kind, i, len(c.Steps), r.Err())
			}
		}
		if err := h.Run("nft add rule inet filter input drop").Err(); err != nil {
			t.Fatal(err)
		}
		if c, _ := h.Apply(task); len(c.Steps) != 1 {
			t.Errorf("%s: a rule that someone has added stays", kind)
		}
		task.Rules += "\n# changed\n"
		if c, err := h.Plan(task); len(c.Steps) != 1 || err != nil {
			t.Errorf("%s: another text is not set: %v", kind, err)
		}
	}
}

// A namespace is made only where the notes do not tell.
func TestTableIsLookedAtCloserWhereItHasChanged(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{"unshare": `: >"$ROOT/asked"; exec /usr/bin/unshare "$@"`})
		h.Isolate("-n")
		task := Table{Name: "filter", Rules: rules, state: h.Root + "/state"}
		plan := func(when string, wantSteps int, wantAsked bool) {
			t.Helper()
			c, err := h.Plan(task)
			asked := os.Remove(h.Root+"/asked") == nil
			if err != nil || len(c.Steps) != wantSteps || asked != wantAsked {
				t.Errorf("%s: %s: %d steps, asked for a namespace %v, %v", kind, when, len(c.Steps), asked, err)
			}
		}
		plan("before", 1, true)
		if _, r := h.Apply(task); r.Status != 0 {
			t.Fatal(r.Err())
		}
		_ = os.Remove(h.Root + "/asked")
		plan("set", 0, false)
		if err := h.Run("nft add element inet filter seen { 10.0.0.9 timeout 5m }").Err(); err != nil {
			t.Fatal(err)
		}
		plan("something gathered", 0, true)
		if err := h.Run("nft flush set inet filter seen && nft add element inet filter seen { 10.9.9.9 } && nft add rule inet filter input drop").Err(); err != nil {
			t.Fatal(err)
		}
		plan("a rule added", 1, true)
		if _, r := h.Apply(task); r.Status != 0 {
			t.Fatal(r.Err())
		}
		_ = os.Remove(h.Root + "/asked")
		task.Rules += "\n# changed\n"
		plan("the same in other words", 0, true)
		if _, r := h.Apply(Table{Name: "filter", Absent: true, state: task.state}); r.Status != 0 {
			t.Fatal(r.Err())
		}
		if left, err := os.ReadDir(task.state); err != nil || len(left) > 0 {
			t.Errorf("%s: the notes of a table that is gone are still there: %v, %v", kind, left, err)
		}
	}
}

// A transaction that fails leaves the old rules.
func TestTableIsReplacedAtOnce(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	h.Isolate("-n")
	old := Table{Name: "filter", Rules: "chain input {\naccept\n}"}
	if _, r := h.Apply(old); r.Status != 0 {
		t.Fatal(r.Err())
	}
	broken := Table{Name: "filter", Rules: "chain input {\njump nowhere\n}"}
	if r := h.Run(sh.Feed([]byte(broken.Text()), "nft -f -")); r.Status == 0 {
		t.Error("nft takes a jump to nowhere")
	}
	if c, err := h.Plan(old); err != nil || !c.Empty() {
		t.Errorf("the old rules are gone: %s%v", taskstest.Differences(c), err)
	}
}

// Text is for a file that is loaded at boot, whatever is there then.
func TestTextCanBeLoadedTwice(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	h.Isolate("-n")
	table := Table{Name: "filter", Rules: rules}
	if err := os.WriteFile(h.Root+"/filter.nft", []byte(table.Text()), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := h.Run(`nft -c -f "$ROOT/filter.nft" && nft -f "$ROOT/filter.nft" && nft -f "$ROOT/filter.nft"`).Err(); err != nil {
		t.Fatal(err)
	}
	if c, err := h.Plan(table); err != nil || !c.Empty() {
		t.Errorf("left to do: %s%v", taskstest.Differences(c), err)
	}
}

func TestTablePlans(t *testing.T) {
	filter := Table{Name: "filter", Rules: "chain input {\n\taccept\n}"}
	taskstest.Plans(t, map[string]tasks.Task{"filter": filter, "no filter": Table{Name: "filter", Absent: true}})
	taskstest.Golden(t, "table-probe", filter.Probe())
	taskstest.Golden(t, "table-absent-probe", Table{Name: "filter", Absent: true}.Probe())
}

func TestTableRefused(t *testing.T) {
	_, err := Table{Name: "f", Rules: "x"}.Plan("refused\n+syntax error\n")
	if refused := (*RefusedError)(nil); !errors.As(err, &refused) || refused.Table != "inet f" || refused.Message != "syntax error" {
		t.Errorf("error is %v", err)
	}
}

func TestTableValidate(t *testing.T) {
	for _, table := range []Table{
		{}, {Name: "a b"}, {Name: "a;b"}, {Name: "-f"}, {Name: "a\n"}, {Name: "9"},
		{Family: "ipx", Name: "f"},
		{Name: "f", Rules: "chain c {"},
		{Name: "f", Rules: "} table ip x {"},
		{Name: "f", Rules: "chain c { } # }\n }"},
		{Name: "f", Rules: `chain c { drop comment "}`},
		{Name: "f", Rules: "a\x00"},
		{Name: "f", Rules: "chain c { }", Absent: true},
	} {
		if table.Validate() == nil {
			t.Errorf("Validate accepts %+v", table)
		}
		if _, err := table.Plan("ready\n"); err == nil {
			t.Errorf("Plan accepts %+v", table)
		}
	}
	if err := (Table{Name: "f", Rules: "chain c { drop comment \"}\" # }"}).Validate(); err == nil {
		t.Error("Validate accepts a brace in a comment as one that closes")
	}
	if err := (Table{Name: "f", Rules: "chain c { drop comment \"}\" # }\n}"}).Validate(); err != nil {
		t.Error(err)
	}
}
