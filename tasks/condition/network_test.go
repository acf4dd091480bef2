package condition_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// ports returns one that somebody listens on, and one that nobody does.
func ports(t *testing.T) (open, closed uint16) {
	t.Helper()
	var numbers [2]uint16
	for i := range numbers {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		numbers[i] = uint16(l.Addr().(*net.TCPAddr).Port)
		if i == 1 {
			_ = l.Close()
		}
	}
	return numbers[0], numbers[1]
}

func TestPort(t *testing.T) {
	open, closed := ports(t)
	try(t, nil,
		look{name: "open", of: condition.Port{Number: open}},
		look{name: "closed", of: condition.Port{Number: closed}, status: 1, said: "efused"},
		look{name: "closed as wanted", of: condition.Port{Number: closed, Not: true}},
		look{name: "open, and should not", of: condition.Port{Host: "localhost", Number: open, Not: true}, status: 1, said: "accepts"},
		look{name: "no such host", of: condition.Port{Host: "no-such-host.invalid", Number: open, Within: time.Second}, status: 1},
	)
}

func TestPortWithoutTools(t *testing.T) {
	open, _ := ports(t)
	missing := map[string]string{"timeout": "exit 127"}
	try(t, missing, look{name: "neither", of: condition.Port{Number: open}, status: 2})
}

func TestListening(t *testing.T) {
	open, closed := ports(t)
	try(t, nil,
		look{name: "listening", of: condition.Listening{Port: open}},
		look{name: "not listening", of: condition.Listening{Port: closed}, status: 1, said: "nobody"},
		look{name: "not listening as wanted", of: condition.Listening{Port: closed, Not: true}},
		look{name: "listening, and should not", of: condition.Listening{Port: open, Not: true}, status: 1, said: "somebody"},
	)
}

func TestHTTP(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, word, ok := r.BasicAuth(); r.URL.Path == "/stats" && (!ok || user != "admin" || word != `a"b\c $d`) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.URL.Path == "/torn" {
			w.Header().Set("Content-Length", "1000")
		}
		_, _ = fmt.Fprint(w, "it's up; * and 503\nsecond line\x00 with NUL")
	}))
	t.Cleanup(page.Close)
	_, closed := ports(t)
	try(t, nil,
		look{name: "answers", of: condition.HTTP{URL: page.URL}},
		look{name: "contains", of: condition.HTTP{URL: page.URL + "/[1-3]", Contains: "it's up; * and"}},
		look{name: "contains not", of: condition.HTTP{URL: page.URL, Contains: "up; *x"}, status: 1, said: "does not say so"},
		look{name: "contains only its status", of: condition.HTTP{URL: page.URL, Contains: "200"}, status: 1, said: "does not say so"},
		look{name: "torn", of: condition.HTTP{URL: page.URL + "/torn", Contains: "it's up"}, status: 1, said: "(18)"},
		look{name: "another status", of: condition.HTTP{URL: page.URL + "/stats"}, status: 1, said: "status 401"},
		look{name: "that status", of: condition.HTTP{URL: page.URL + "/stats", Status: 401}},
		look{name: "with a password", of: condition.HTTP{URL: page.URL + "/stats", User: "admin", Password: sh.NewSecret(`a"b\c $d`)}},
		look{name: "nobody", of: condition.HTTP{URL: fmt.Sprintf("http://127.0.0.1:%d/", closed)}, status: 1, said: "onnect"},
	)
	unable := map[string]string{"curl": "echo 'curl: (77) error setting certificate file'; printf '\\n000'; exit 77"}
	try(t, unable, look{name: "curl without certificates", of: condition.HTTP{URL: page.URL}, status: 2, said: "certificate file"})
	broken := map[string]string{"curl": "echo 'cannot load libcurl.so.4' >&2; exit 127"}
	try(t, broken, look{name: "broken curl", of: condition.HTTP{URL: page.URL}, status: 2, said: "libcurl"})
}
