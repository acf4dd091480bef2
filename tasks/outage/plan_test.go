package outage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestPlans(t *testing.T) {
	asking := outage.Asking{Name: "web-asking", Request: page}
	holding := outage.Holding{Name: "web-holding", Address: address}
	taskstest.Plans(t, map[string]tasks.Task{
		"asking":   asking,
		"answered": outage.Answered{Asking: asking, After: "standby", Within: 1500 * time.Millisecond},
		"holding":  holding,
		"again":    outage.Holding{Name: "web-holding", Address: address, Again: true},
	})
	taskstest.Golden(t, "asking-probe", asking.Probe())
	taskstest.Golden(t, "asking-log", asking.Log())
	taskstest.Golden(t, "answered-probe", outage.Answered{Asking: asking, After: "standby"}.Probe())
	taskstest.Golden(t, "holding-probe", holding.Probe())
	taskstest.Golden(t, "holding-log", holding.Log())
	taskstest.Golden(t, "holding-first", holding.First())
}

func TestValidate(t *testing.T) {
	asking := func(change func(*outage.Asking)) outage.Asking {
		a := outage.Asking{Name: "asking", Request: page}
		change(&a)
		return a
	}
	for want, task := range map[string]interface{ Validate() error }{
		"one of both":             asking(func(a *outage.Asking) { a.Request.Address = "a:1" }),
		"begins with http":        asking(func(a *outage.Asking) { a.Request.URL = "ftp://a/" }),
		"fields of their own":     asking(func(a *outage.Asking) { a.Request.URL = "http://a:b@c/" }),
		"go together":             asking(func(a *outage.Asking) { a.Request.User = "" }),
		"without a line feed":     asking(func(a *outage.Asking) { a.Request.Password = sh.NewSecret("a\nurl = b") }),
		"is not HOST:PORT":        asking(func(a *outage.Asking) { a.Request = outage.Request{Address: "a:1/b"} }),
		"only a page asks":        asking(func(a *outage.Asking) { a.Request = outage.Request{Address: "a:1", User: "b"} }),
		"lower-case letters":      asking(func(a *outage.Asking) { a.Name = "A" }),
		"cannot ask every 5ms":    asking(func(a *outage.Asking) { a.Every = 5 * time.Millisecond }),
		"after \"it's\"":          outage.Answered{Asking: asking(func(*outage.Asking) {}), After: "it's"},
		"cannot wait for -1s":     outage.Answered{Asking: asking(func(*outage.Asking) {}), After: "a", Within: -time.Second},
		"there is no address":     outage.Holding{Name: "holding"},
		"the guard cannot stand ": outage.Holding{Name: "holding", Address: address, Within: -1},
	} {
		if err := task.Validate(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%+v: %v, want %q", task, err, want)
		}
	}
	for _, r := range []outage.Request{page, connect, {Address: "[2001:db8::1]:6443"}, {URL: "https://[2001:db8::1]/"}} {
		if err := r.Validate(); err != nil {
			t.Errorf("%v: %v", r, err)
		}
	}
}

// A password that everybody knows is often an ordinary word, which must not be
// masked wherever it occurs.
func TestSecrets(t *testing.T) {
	known := page
	known.WellKnown = true
	for _, c := range []struct {
		request outage.Request
		want    int
	}{{page, 1}, {known, 0}} {
		asking := outage.Asking{Name: "asking", Request: c.request}
		if got := len(asking.Secrets()); got != c.want {
			t.Errorf("asking knows %d secrets, want %d", got, c.want)
		}
		if got := len(outage.Answered{Asking: asking, After: "standby"}.Secrets()); got != c.want {
			t.Errorf("the wait knows %d secrets, want %d", got, c.want)
		}
	}
}
