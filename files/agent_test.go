package files

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Exit statuses of the Open Cluster Framework's resource agent API 1.1.
const (
	success      = 0
	generic      = 1
	badArguments = 2
	unknown      = 3
	noPermission = 4
	notInstalled = 5
	badParameter = 6
	notRunning   = 7
)

// agent is the resource agent with a haproxy of its own.
type agent struct {
	t       *testing.T
	dir     string
	port    int
	env     []string
	pidfile string
}

// newAgent needs haproxy, and the shell functions of resource-agents.
func newAgent(t *testing.T) *agent {
	t.Helper()
	a := &agent{t: t, dir: t.TempDir(), port: freePort(t)}
	a.pidfile = filepath.Join(a.dir, "pid")
	a.env = append(os.Environ(),
		"OCF_ROOT=/usr/lib/ocf", "OCF_RESOURCE_INSTANCE=test", "OCF_RESKEY_CRM_meta_timeout=4000",
		"OCF_RESKEY_config="+filepath.Join(a.dir, "haproxy.cfg"), "OCF_RESKEY_pidfile="+a.pidfile,
		"OCF_RESKEY_rundir="+filepath.Join(a.dir, "run"),
		"OCF_RESKEY_owner="+strconv.Itoa(os.Getuid())+":"+strconv.Itoa(os.Getgid()))
	a.configure("one")
	t.Cleanup(func() { a.want("stop", success) })
	return a
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// configure makes haproxy answer every request with the word.
func (a *agent) configure(word string) {
	a.t.Helper()
	a.write("haproxy.cfg", fmt.Sprintf(`global
  stats socket %s/run/admin.sock mode 660 level admin
defaults
  mode http
  timeout client 2s
  timeout server 2s
  timeout connect 2s
frontend test
  bind 127.0.0.1:%d
  http-request return status 200 content-type text/plain string %s
`, a.dir, a.port, word))
}

func (a *agent) write(name, body string) {
	a.t.Helper()
	if err := os.WriteFile(filepath.Join(a.dir, name), []byte(body), 0o644); err != nil {
		a.t.Fatal(err)
	}
}

// run returns the exit status of an action, and what it said.
func (a *agent) run(action string, parameters ...string) (int, string) {
	a.t.Helper()
	cmd := exec.Command("sh", "ocf/haproxy", action)
	cmd.Env = append(a.env, parameters...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		a.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func (a *agent) want(action string, status int, parameters ...string) string {
	a.t.Helper()
	got, out := a.run(action, parameters...)
	if got != status {
		a.t.Errorf("%s returned %d, want %d: %s", action, got, status, out)
	}
	return out
}

// answer is what a client gets, or "" if nobody answers.
func (a *agent) answer() string {
	a.t.Helper()
	client := http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get("http://127.0.0.1:" + strconv.Itoa(a.port) + "/")
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return string(body)
}

// pid is what the pid file says.
func (a *agent) pid() int {
	a.t.Helper()
	body, err := os.ReadFile(a.pidfile)
	if err != nil {
		a.t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(body)))
	if err != nil {
		a.t.Fatal(err)
	}
	return pid
}
