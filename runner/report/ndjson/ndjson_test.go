package ndjson_test

import (
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/ndjson"
)

var update = flag.Bool("update", false, "write the golden file anew")

var at = time.Date(2024, 5, 6, 7, 8, 9, 123456789, time.UTC)

func events() []report.Event {
	return []report.Event{
		{Kind: report.Warning, Time: at, Warning: "a < b"},
		{Kind: report.Task, Time: at, Stage: "health", Host: "node01", Task: "quorum", Result: report.OK, Found: "2 of 2 votes"},
		{Kind: report.Progress, Time: at, Stage: "nodes", Host: "node01", Task: "apt haproxy", Line: "Unpacking"},
		{Kind: report.Task, Time: at, Stage: "nodes", Host: "node01", Task: "file /etc/hosts", Result: report.OK, Took: 3 * time.Millisecond},
		{Kind: report.Task, Time: at, Stage: "nodes", Host: "node01", Task: "file /etc/haproxy/haproxy.cfg", Result: report.Changed,
			Steps: []report.Step{
				{Field: "content", Was: "a <b>\n", Want: "a & b\n"},
				{Field: "mode", Was: "0600", Want: "0644"},
			}, Took: 1500 * time.Microsecond},
		{Kind: report.Task, Time: at, Stage: "resources", Host: "node01", Task: "cib vip", Result: report.Planned,
			Steps: []report.Step{{Field: "resource", Want: "vip", Expect: "Start vip node01"}}, Digest: "0badc0de", Tries: 1},
		{Kind: report.Task, Time: at, Stage: "nodes", Host: "node02", Task: "apt haproxy", Result: report.Failed,
			Err: errors.New("remedy exited with status 100: E: \x1b[31mbroken"), Stderr: "W: old\nE: \x1b[31mbroken\n", Hint: "run apt-get update", Tries: 3},
		{Kind: report.Host, Time: at, Host: "node03", Result: report.Unreachable, Err: errors.New("dial tcp: refused"), Hint: "is sshd running?"},
		{Kind: report.Done, Time: at, Summary: &report.Summary{Check: false, Elapsed: 812345 * time.Microsecond,
			Hosts: map[string]report.Counts{
				"node03": {Unreachable: true},
				"node01": {OK: 17, Planned: 1, Changed: 2, Waiting: 3, Failed: 4, Skipped: 5, Trips: 6},
			}}},
	}
}

func TestGolden(t *testing.T) {
	var out strings.Builder
	r := ndjson.New(&out)
	for _, e := range events() {
		if e.Kind == report.Done {
			r.Facts(at, report.Facts{Host: "node01", Facts: []report.Fact{{Name: "memory", Value: []byte("2048")}}})
			r.Exec(at, report.Exec{Host: "node02", Status: -1, Stdout: "half", Err: errors.New("script was ended after 5s, which is its limit"), Hint: "see to it", Took: 5 * time.Second})
			r.Exec(at, report.Exec{Host: "node01", Status: 3, Stdout: "x\n", Stderr: "\xff", Took: 2 * time.Millisecond})
		}
		r.Report(e)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/events.ndjson", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/events.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), out.String()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestErrKeepsTheFirstError(t *testing.T) {
	r := ndjson.New(brokenPipe{})
	for _, e := range events() {
		r.Report(e)
	}
	if !errors.Is(r.Err(), io.ErrClosedPipe) {
		t.Errorf("got %v", r.Err())
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
