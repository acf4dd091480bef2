package runner_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// cell is a toy task: a file with a word in it. It may need another file to
// exist, and its remedy may scribble over a third one.
type cell struct {
	Path, Want, Needs, Scribble string
	Do                          sh.Script // instead of the right remedy
	Preview                     sh.Script
	Hidden                      sh.Secret
}

func (c cell) String() string        { return "cell " + filepath.Base(c.Path) }
func (c cell) Secrets() []sh.Secret  { return []sh.Secret{c.Hidden} }
func (c cell) remedy() (s sh.Script) { return "echo " + sh.Word(c.Want) + " >" + sh.Word(c.Path) }

func (c cell) Probe() sh.Script {
	p := sh.Word(c.Path)
	look := "if [ -e " + p + " ]; then cat " + p + "; else echo absent; fi"
	if c.Needs == "" {
		return look
	}
	return "if [ ! -e " + sh.Word(c.Needs) + " ]; then echo blocked; else " + look + "; fi"
}

func (c cell) Plan(got string) (ch tasks.Change, err error) {
	was := strings.TrimSpace(got)
	if was == "blocked" {
		return ch, fmt.Errorf("%s is missing", filepath.Base(c.Needs))
	}
	do := c.remedy()
	if c.Do != "" {
		do = c.Do
	}
	if c.Scribble != "" {
		do = sh.Lines(do, "echo scribble >"+sh.Word(c.Scribble))
	}
	ch.Differ("word", was, c.Want, do)
	for i := range ch.Steps {
		ch.Steps[i].Preview = c.Preview
	}
	return ch, nil
}

// action is a toy handler: it appends its name to a log.
type action struct {
	Name, Log string
	Unless    string    // a file whose presence makes it fail
	Since     sh.Script // see tasks.Action.Paid
}

func (a action) Do() sh.Script {
	say := "echo " + sh.Word(a.Name) + " >>" + sh.Word(a.Log)
	if a.Unless == "" {
		return say
	}
	return "[ ! -e " + sh.Word(a.Unless) + " ] && " + say
}

func (a action) Paid() sh.Script { return a.Since }

// record keeps the events of a run.
type record struct {
	mu     sync.Mutex
	events []report.Event
}

func (r *record) Report(e report.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Kind != report.Progress {
		r.events = append(r.events, e)
	}
}

// results returns "task=result" of every task event, in order.
func (r *record) results() string {
	var out []string
	for _, e := range r.events {
		if e.Kind == report.Task {
			out = append(out, e.Task+"="+string(e.Result))
		}
	}
	return strings.Join(out, " ")
}

// on is results of one host.
func (r *record) on(host string) string {
	only := &record{}
	for _, e := range r.events {
		if e.Host == host {
			only.events = append(only.events, e)
		}
	}
	return only.results()
}

func (r *record) find(task string) report.Event {
	for _, e := range r.events {
		if e.Kind == report.Task && e.Task == task {
			return e
		}
	}
	return report.Event{}
}

// lab is a set of toy hosts, each with a directory and a state of its own.
type lab struct {
	t    *testing.T
	dir  string
	host []inventory.Host
}

func newLab(t *testing.T, hosts ...string) *lab {
	l := &lab{t: t, dir: t.TempDir()}
	for _, name := range hosts {
		if err := os.Mkdir(l.path(name, ""), 0o755); err != nil {
			t.Fatal(err)
		}
		l.host = append(l.host, inventory.Host{Name: name, Connection: inventory.Connection{Kind: inventory.Local, State: filepath.Join(l.dir, "state-"+name)}})
	}
	return l
}

// path returns the path of a file of a host.
func (l *lab) path(host, name string) string { return filepath.Join(l.dir, host, name) }

func (l *lab) read(host, name string) string {
	l.t.Helper()
	b, err := os.ReadFile(l.path(host, name))
	if err != nil {
		return "(" + err.Error() + ")"
	}
	return string(b)
}

func (l *lab) write(host, name, text string) {
	l.t.Helper()
	if err := os.WriteFile(l.path(host, name), []byte(text), 0o644); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) remove(host, name string) {
	l.t.Helper()
	if err := os.Remove(l.path(host, name)); err != nil {
		l.t.Fatal(err)
	}
}

// owe lets a host owe a handler, as a change does that was done now.
func (l *lab) owe(host, handler string) {
	l.t.Helper()
	dir := filepath.Join(l.dir, "state-"+host, "owed")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "to-"+handler), []byte("boot 1\n"), 0o644); err != nil {
		l.t.Fatal(err)
	}
}

// stage makes a stage of all hosts.
func (l *lab) stage(name string, build func(h *recipes.Host)) *recipes.Stage {
	l.t.Helper()
	p := &recipes.Play{}
	return p.Stage(name, l.host, recipes.RoleFunc(func(h *recipes.Host) error { build(h); return nil }))
}

// run carries out stages and returns what was reported.
func (l *lab) run(check bool, stages ...*recipes.Stage) (*record, report.Summary, error) {
	rec := &record{}
	r := &runner.Runner{Dialer: local.Dialer{}, Reporter: rec, Check: check}
	r.Hurry(100 * time.Millisecond)
	sum, err := r.Run(l.t.Context(), stages)
	return rec, sum, err
}

// tree describes every file below the hosts' directories.
func (l *lab) tree() string {
	l.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(l.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(l.dir, p)
		if strings.HasSuffix(rel, "/lock") {
			return nil
		}
		fmt.Fprintln(&b, rel, d.Type())
		if d.Type().IsRegular() {
			text, err := os.ReadFile(p)
			fmt.Fprintf(&b, "%q\n", text)
			return err
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return b.String()
}
