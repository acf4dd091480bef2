package outage_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/guard/guardtest"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// steps returns the remedies of a task whose probe has printed that.
func steps(t testing.TB, task tasks.Task, got string) sh.Script {
	t.Helper()
	c, err := task.Plan(got)
	if err != nil || c.Empty() {
		t.Fatalf("%s: %q: %d steps, %v", task, got, len(c.Steps), err)
	}
	return c.Script()
}

// prints returns what a script prints in the shell of a run.
func prints(t testing.TB, r *guardtest.Run, script sh.Script) string {
	t.Helper()
	r.Do("(\n" + script + "\n) >" + sh.Word(r.File("printed")))
	text, err := os.ReadFile(r.File("printed"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// service is a page that can hang.
type service struct {
	*httptest.Server
	hangs  atomic.Bool
	begun  atomic.Int64 // requests
	atOnce atomic.Int64
	most   atomic.Int64 // at once
}

func serve(t testing.TB, password string) *service {
	s := &service{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.begun.Add(1)
		s.most.Store(max(s.most.Load(), s.atOnce.Add(1)))
		defer s.atOnce.Add(-1)
		if s.hangs.Load() {
			<-r.Context().Done()
			return
		}
		if user, given, _ := r.BasicAuth(); user != "admin" || given != password {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) asking(r *guardtest.Run, password string) outage.Asking {
	request := outage.Request{URL: s.URL, User: "admin", Password: sh.NewSecret(password)}
	return outage.Asking{Name: "asking", Request: request, Dir: r.File("it's run")}
}

// A page that hangs is asked all the same, and what it did meanwhile is told.
func TestAsking(t *testing.T) {
	const password = `it's "secret" \n`
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		s, r := serve(t, password), guardtest.Begin(t, shell...)
		asking := s.asking(r, password)
		r.Do(steps(t, asking, "none\n"))
		r.Do(steps(t, outage.Answered{Asking: asking, After: "the beginning"}, "not yet\n"))
		s.hangs.Store(true)
		before := s.begun.Load()
		r.Until("it goes on", func() bool { return s.begun.Load() > before+30 })
		for _, line := range cmdlines(t) {
			if strings.Contains(line, "secret") {
				t.Errorf("everybody sees %q", line)
			}
		}
		s.hangs.Store(false)
		r.Do(steps(t, outage.Answered{Asking: asking, After: "a hang"}, "not yet\n"))
		if got := prints(t, r, outage.Answered{Asking: asking, After: "a hang"}.Probe()); got != "answers\n" {
			t.Errorf("the probe prints %q", got)
		}
		log := prints(t, r, asking.Log())
		m, err := outage.Measure(asking.Request, log)
		if err != nil || m.Lost < 5 || m.Lost > m.Requests-40 || m.Outage < 500*time.Millisecond || !m.Answers || strings.Contains(log, "secret") {
			t.Errorf("%+v, %v\n%s", m, err, log)
		}
		if most := s.most.Load(); most > 25 {
			t.Errorf("%d requests at once", most)
		}
		r.Do(steps(t, asking.End(), "stands\n"))
		if got := prints(t, r, asking.Log()); got != "nobody asks\n" || r.Has("it's run/asking") {
			t.Errorf("then the log is %q", got)
		}
		r.Until("nobody asks any more", func() bool { return s.atOnce.Load() == 0 && len(r.Processes()) == 0 })
	})
}

// To be connected is all that is asked of what is no page.
func TestAskingForAConnection(t *testing.T) {
	guardtest.Each(t, func(t *testing.T, shell ...string) {
		s, r := serve(t, ""), guardtest.Begin(t, shell...)
		request := outage.Request{Address: strings.TrimPrefix(s.URL, "http://")}
		asking := outage.Asking{Name: "asking", Request: request, Every: 20 * time.Millisecond, Dir: r.File("run")}
		r.Do(steps(t, asking, "none\n"))
		r.Do(steps(t, outage.Answered{Asking: asking, After: "the beginning"}, "not yet\n"))
		s.Close()
		lost := func() bool {
			m, err := outage.Measure(request, prints(t, r, asking.Log()))
			return err == nil && m.Lost > 0 && !m.Answers
		}
		r.Until("connections are refused", lost)
		r.Do("! " + steps(t, outage.Answered{Asking: asking, After: "the end", Within: time.Second}, "not yet\n"))
		r.Close()
		if said := r.End(); !strings.Contains(said, request.Address+" still does not answer after 1 s\n") {
			t.Errorf("it printed %q", said)
		}
		r.Await("run/asking", false)
	})
}

// cmdlines returns the arguments of all processes.
func cmdlines(t testing.TB) (all []string) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if line, err := os.ReadFile(f); err == nil && !strings.Contains(string(line), "go\x00") {
			all = append(all, string(line))
		}
	}
	return all
}

func TestAskingConforms(t *testing.T) {
	asking := func(root string) outage.Asking {
		return outage.Asking{Name: "asking", Request: page, Dir: root + "/it's run"}
	}
	standing := guardtest.Standing(t)
	begun := func(t testing.TB, root string) {
		h := taskstest.NewHost(t, "dash", standing)
		if r := h.Run(steps(t, asking(root), "none\n")); r.Status != 0 {
			t.Fatal(r.Err())
		}
		log := "10.00 200 0.001 0.002\nanswers after standby\n"
		if err := os.WriteFile(asking(root).Dir+"/asking/log", []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	task := func(root string) tasks.Task { return asking(root) }
	answered := func(after string) func(string) tasks.Task {
		return func(root string) tasks.Task { return outage.Answered{Asking: asking(root), After: after} }
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "nobody asks", Task: task, Commands: standing},
		taskstest.Case{Name: "somebody asks", Task: task, Setup: begun, InSync: true},
		taskstest.Case{Name: "answered", Task: answered("standby"), Setup: begun, InSync: true},
		taskstest.Case{Name: "nobody waits", Task: answered("standby"), Refused: "nobody has asked the service"},
	)
	_, err := asking("/").Plan("no curl\n")
	if hinter, ok := err.(tasks.Hinter); !ok || !strings.Contains(hinter.Hint(), "install curl") {
		t.Error(err)
	}
}
