//go:build lab

package hapx_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// lab is a clean checkout, the cluster that it made, and the hrun built in it.
// Every test finds the cluster converged, and leaves it so.
type lab struct {
	dir       string // the checkout
	inventory string // examples/hapx.yaml there
	port      string // of this machine, that leads to the bastion
}

var cluster lab

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "hrun-lab-")
	if err == nil {
		cluster, err = checkout(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the lab cannot be made:", err)
		os.Exit(1)
	}
	code := 1
	if err := cluster.mage("cluster:down"); err != nil { // what a run that was killed has left
		fmt.Fprintln(os.Stderr, "cluster:down failed:", err)
	} else if err := cluster.mage("cluster:up"); err != nil {
		fmt.Fprintln(os.Stderr, "cluster:up failed:", err)
	} else if err := cluster.mage("build"); err != nil {
		fmt.Fprintln(os.Stderr, "build failed:", err)
	} else {
		code = m.Run()
	}
	if os.Getenv("HRUN_KEEP_LAB") == "" {
		if err := cluster.mage("cluster:down"); err != nil {
			fmt.Fprintln(os.Stderr, "cluster:down failed:", err)
			code = 1
		}
		_ = os.RemoveAll(dir)
	} else {
		fmt.Fprintln(os.Stderr, "the lab is left in", dir)
	}
	os.Exit(code)
}

// checkout copies what git knows of this module, as a clone would have it, and
// gives the lab of the example a name and a port of its own, so that it does
// not meet the lab of whoever runs the tests.
func checkout(dir string) (lab, error) {
	top, err := filepath.Abs("../..")
	if err != nil {
		return lab{}, err
	}
	copyAll := exec.Command("sh", "-c", `cd "$1" && git ls-files -co --exclude-standard -z | xargs -0 cp --parents -t "$2"`, "sh", top, dir)
	if out, err := copyAll.CombinedOutput(); err != nil {
		return lab{}, fmt.Errorf("copy: %w: %s", err, out)
	}
	l := lab{dir: dir, inventory: filepath.Join(dir, "examples/hapx.yaml"), port: "22722"}
	return l, l.describe(l.inventory, "test")
}

// describe writes the lab's inventory, which is that of the example.
func (l lab) describe(example, name string) error {
	text, err := os.ReadFile(example)
	if err != nil {
		return err
	}
	ours := strings.NewReplacer("lab: hapx", "lab: "+name, "22022", l.port).Replace(string(text))
	return os.WriteFile(l.inventory, []byte(ours), 0o644)
}

func (l lab) mage(target string) error {
	cmd := exec.Command("go", "tool", "mage", target)
	cmd.Dir, cmd.Stdout, cmd.Stderr = l.dir, os.Stderr, os.Stderr
	return cmd.Run()
}

// hrun runs the command in the checkout and returns both outputs together and
// its exit code.
func (l lab) hrun(t testing.TB, args ...string) (string, int) {
	t.Helper()
	out, errs, code := l.hrunSplit(t, args...)
	return out + errs, code
}

func (l lab) hrunSplit(t testing.TB, args ...string) (string, string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(l.dir, "bin/hrun"), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = l.dir, &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	t.Logf("hrun %s: exit %d", strings.Join(args, " "), cmd.ProcessState.ExitCode())
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// apply applies the recipe with further arguments.
func (l lab) apply(t *testing.T, args ...string) (string, int) {
	t.Helper()
	return l.hrun(t, append([]string{"apply", "recipes/hapx", "-i", l.inventory}, args...)...)
}

// converge brings the cluster to the described state, whatever a test did.
func (l lab) converge(t *testing.T) {
	t.Helper()
	if out, code := l.apply(t); code != 0 {
		t.Fatalf("the cluster does not converge: exit %d\n%s", code, out)
	}
}

// event is a line of -o json.
type event struct {
	Kind, Stage, Host, Task, Result, Error, Stderr, Hint, Found string
	Steps                                                       []struct{ Field, Was, Want, Diff, Expect string }
	Hosts                                                       map[string]struct {
		OK, Planned, Changed, Waiting, Failed, Skipped, Trips int
		Unreachable                                           bool
	}
}

// events applies with JSON output.
func (l lab) events(t *testing.T, args ...string) ([]event, int) {
	t.Helper()
	return l.eventsOf(t, "recipes/hapx", args...)
}

// eventsOf applies a recipe with JSON output.
func (l lab) eventsOf(t *testing.T, recipe string, args ...string) ([]event, int) {
	t.Helper()
	args = append([]string{"apply", recipe, "-i", l.inventory, "-o", "json"}, args...)
	out, errs, code := l.hrunSplit(t, args...)
	if errs != "" {
		t.Logf("standard error: %s", errs)
	}
	var es []event
	for line := range strings.Lines(out) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("not JSON: %q: %v", line, err)
		}
		es = append(es, e)
	}
	if len(es) == 0 || es[len(es)-1].Kind != "summary" {
		t.Fatalf("no summary at the end of\n%s", out)
	}
	return es, code
}

// with returns "host: task" of every event with one of the results.
func with(es []event, results ...string) []string {
	var found []string
	for _, e := range es {
		for _, r := range results {
			if e.Kind == "task" && e.Result == r {
				found = append(found, e.Host+": "+e.Task)
			}
		}
	}
	return found
}

// on runs a script as root on a machine, by OpenSSH and not by hrun, so that
// what a test sees does not depend on what it tests.
func (l lab) on(t testing.TB, host, script string) string {
	t.Helper()
	out, err := l.try(t, host, script)
	if err != nil {
		t.Fatalf("%s: %s: %v\n%s", host, script, err, out)
	}
	return out
}

func (l lab) try(t testing.TB, host, script string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ssh", "-F", l.sshConfig(t), host, "sudo", "sh", "-s")
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (l lab) sshConfig(t testing.TB) string {
	t.Helper()
	path := filepath.Join(filepath.Dir(l.inventory), "ssh_config")
	key, err := labtest.Login(filepath.Dir(l.inventory), "debian")
	if err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf(`Host *
  User debian
  IdentityFile %[1]s
  IdentitiesOnly yes
  UserKnownHostsFile %[3]s/.hrun/known_hosts
  StrictHostKeyChecking yes
  LogLevel ERROR
Host busybox
  HostName 127.0.0.1
  Port %[4]s
Host hapx-*
  ProxyCommand ssh -F %[2]s -W %%h:%%p busybox
`, key, path, filepath.Dir(l.inventory), l.port)
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// active returns the node that holds the resources, and the other one.
func (l lab) active(t *testing.T) (active, passive string) {
	t.Helper()
	where := l.on(t, "hapx-node01", "crm_resource --resource haproxy-resource --locate")
	switch {
	case strings.Contains(where, "hapx-node01"):
		return "hapx-node01", "hapx-node02"
	case strings.Contains(where, "hapx-node02"):
		return "hapx-node02", "hapx-node01"
	}
	t.Fatalf("the resource runs nowhere: %s", where)
	return "", ""
}
