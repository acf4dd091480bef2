package human_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
)

var update = flag.Bool("update", false, "write the golden files anew")

var at = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)

var config = []report.Step{
	{Field: "content", Was: "global\n  maxconn 100\n\ndefaults\n  mode tcp\n", Want: "global\n  maxconn 4000\n\ndefaults\n  mode tcp\n"},
	{Field: "mode", Was: "0600", Want: "0644"},
}

func task(stage, host, task string, result report.Result) report.Event {
	return report.Event{Kind: report.Task, Time: at, Stage: stage, Host: host, Task: task, Result: result, Took: 3 * time.Millisecond}
}

func with(e report.Event, change func(*report.Event)) report.Event {
	change(&e)
	return e
}

func applied() []report.Event {
	return []report.Event{
		task("nodes", "hapx-node01", "user haproxy", report.OK),
		with(task("nodes", "hapx-node01", "file /etc/haproxy/haproxy.cfg", report.Changed), func(e *report.Event) { e.Steps = config }),
		with(task("nodes", "hapx-node02", "package haproxy", report.Failed), func(e *report.Event) {
			e.Err = errors.New("remedy exited with status 100: E: Unable to locate package haproxy")
			e.Stderr = "Reading package lists...\r\nE: \x1b[31mUnable to locate package haproxy\n"
			e.Hint = "the package lists may be old:\nrun apt-get update on the host"
			e.Tries = 3
		}),
		task("nodes", "hapx-node02", "file /etc/haproxy/haproxy.cfg", report.Skipped),
		{Kind: report.Host, Time: at, Host: "gate", Result: report.Unreachable,
			Err: errors.New("via busybox: dial tcp 192.0.2.1:22: connection refused"), Hint: "is sshd running there?"},
		with(task("resources", "hapx-node01", "cib primitive vip", report.Changed), func(e *report.Event) {
			e.Steps = []report.Step{{Field: "exists", Was: "", Want: "yes"}}
			e.Tries = 2
		}),
		{Kind: report.Done, Time: at, Summary: &report.Summary{Elapsed: 812 * time.Millisecond, Hosts: map[string]report.Counts{
			"hapx-node01": {OK: 15, Changed: 2, Trips: 3}, "hapx-node02": {OK: 1, Failed: 1, Skipped: 16, Trips: 2}, "gate": {Unreachable: true},
		}}},
	}
}

func checked() []report.Event {
	return []report.Event{
		with(task("nodes", "hapx-node01", "file /etc/haproxy/haproxy.cfg", report.Planned), func(e *report.Event) { e.Steps = config }),
		with(task("nodes", "hapx-node01", "cluster option stonith", report.Waiting), func(e *report.Event) {
			e.Err = errors.New("crm is not installed yet")
		}),
		with(task("resources", "hapx-node01", "cib primitive vip", report.Planned), func(e *report.Event) {
			e.Steps = []report.Step{{Field: "ip", Was: "192.0.2.1", Want: "192.0.2.2",
				Expect: "restart vip on hapx-node01\nrestart haproxy on hapx-node01\n"}}
		}),
		{Kind: report.Done, Time: at, Summary: &report.Summary{Check: true, Elapsed: time.Second, Hosts: map[string]report.Counts{
			"hapx-node01": {OK: 15, Planned: 2, Waiting: 1, Trips: 2},
		}}},
	}
}

func surveyed() []report.Event {
	return []report.Event{
		{Kind: report.Warning, Time: at, Warning: "a cut link between the two nodes leaves both of them with the address: give the cluster an arbiter"},
		with(task("health", "hapx-node01", "the cluster has a quorum", report.OK), func(e *report.Event) { e.Found = "2 of 2 votes" }),
		task("health", "hapx-node01", "unit corosync", report.OK),
		with(task("health", "hapx-node02", "file /etc/haproxy/haproxy.cfg", report.Failed), func(e *report.Event) {
			e.Steps = config
			e.Err = errors.New("content is not as described, and 1 more")
			e.Hint = "nothing was changed; hrun apply of the recipe that describes it puts it right"
		}),
		with(task("health", "hapx-node02", "the outage is short", report.Failed), func(e *report.Event) {
			e.Found, e.Err = "2612 ms without an answer, 49 of 583 requests lost", errors.New("more than 2 s")
		}),
		with(task("health", "busybox", "the address answers", report.Waiting), func(e *report.Event) { e.Err = errors.New("haproxy is not installed") }),
		with(task("health", "busybox", "clock", report.OK), func(e *report.Event) { e.Found, e.Tries = "1 s ahead\nof ours", 2 }),
		{Kind: report.Warning, Time: at, Warning: "a cut link between the two nodes leaves both of them with the address: give the cluster an arbiter"},
		{Kind: report.Done, Time: at, Summary: &report.Summary{Hosts: map[string]report.Counts{
			"hapx-node01": {OK: 2}, "hapx-node02": {Failed: 2}, "busybox": {OK: 1, Waiting: 1},
		}}},
	}
}

func TestGolden(t *testing.T) {
	hosts := []string{"hapx-node01", "hapx-node02", "gate"}
	for _, c := range []struct {
		name    string
		events  []report.Event
		options human.Options
	}{
		{"apply", applied(), human.Options{Hosts: hosts}},
		{"apply-verbose-diff", applied(), human.Options{Hosts: hosts, Verbose: true, Diff: true}},
		{"apply-color-diff", applied(), human.Options{Hosts: hosts, Color: true, Diff: true}},
		{"survey", surveyed(), human.Options{Hosts: hosts}},
		{"survey-narrow-diff-color", surveyed(), human.Options{Hosts: hosts, Color: true, Diff: true, Whole: true, Size: func() (int, int) { return 60, 20 }}},
		{"check", checked(), human.Options{Hosts: hosts}},
		{"check-diff", checked(), human.Options{Hosts: hosts, Diff: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			r := human.New(&out, c.options)
			for _, e := range c.events {
				r.Report(e)
			}
			r.Close()
			golden(t, "testdata/"+c.name+".txt", out.String())
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	got = strings.ReplaceAll(got, "\x1b", "␛")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}
