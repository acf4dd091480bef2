//go:build lab

package qemu_test

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

// cluster is the example's inventory in a directory of the test, and the hrun
// that brings it up on virtual machines.
type cluster struct {
	dir, state, hrun, inventory string
}

func newCluster(t *testing.T) cluster {
	t.Helper()
	dir := t.TempDir()
	c := cluster{dir: dir, state: filepath.Join(dir, "labs"), hrun: filepath.Join(dir, "hrun"), inventory: filepath.Join(dir, "lab.yaml")}
	if out, err := exec.Command("go", "build", "-o", c.hrun, "../../../cmd/hrun").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c.describe(t, "")
	t.Cleanup(func() {
		if out, code := c.run(t, "apply", "recipes/vm/down", "--yes"); code != 0 {
			t.Errorf("down: exit %d: %s", code, out)
		}
	})
	return c
}

// describe writes the inventory, with what is said of the bastion alone.
func (c cluster) describe(t *testing.T, bastion string) {
	t.Helper()
	text, err := os.ReadFile("../../../examples/hapx.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ours := strings.NewReplacer(
		"lab: hapx", "lab: qemu", "22022", "22732",
		"ansible_connection: local\n", "ansible_connection: local\n          hrun_state: "+c.dir+"/owed\n",
		"hrun_address: 192.168.4.30/27\n", "hrun_address: 192.168.4.30/27\n"+bastion,
	).Replace(string(text))
	if err := os.WriteFile(c.inventory, []byte(ours), 0o644); err != nil {
		t.Fatal(err)
	}
}

// command returns one of hrun. A login takes seconds on a processor that is
// emulated and has others to serve.
func (c cluster) command(ctx context.Context, args ...string) *exec.Cmd {
	args = append(args, "-i", c.inventory, "-T", "60")
	if args[0] == "apply" {
		args = append(args, "-e", "vm.provider=qemu", "-e", "vm.state="+c.state, "-e", "vm.boot=15m", "--lock-wait", "5m")
	}
	return exec.CommandContext(ctx, c.hrun, args...)
}

// run returns both outputs of hrun together, and its exit code.
func (c cluster) run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 25*time.Minute)
	defer cancel()
	started := time.Now()
	cmd := c.command(ctx, args...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	t.Logf("hrun %s: exit %d after %.0f s", strings.Join(args, " "), cmd.ProcessState.ExitCode(), time.Since(started).Seconds())
	return string(out), cmd.ProcessState.ExitCode()
}

// event is a line of -o json.
type event struct {
	Time                    time.Time
	Kind, Stage, Host, Task string
	Result, Error, Stderr   string
	Hosts                   map[string]struct{ OK, Planned, Changed, Waiting, Failed, Trips int }
}

// events runs hrun with JSON output, and logs how long its stages take.
func (c cluster) events(t *testing.T, args ...string) ([]event, int) {
	t.Helper()
	started := time.Now()
	out, code := c.run(t, append(args, "-o", "json")...)
	var es []event
	for line := range strings.Lines(out) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Log(line) // of standard error
			continue
		}
		if n := len(es); n > 0 && es[n-1].Stage != e.Stage && es[n-1].Stage != "" {
			t.Logf("%5.0f s: the stage %s is done", e.Time.Sub(started).Seconds(), es[n-1].Stage)
		}
		if e.Kind == "task" && e.Result == "failed" {
			t.Logf("%s: %s: %s %s", e.Host, e.Task, e.Error, e.Stderr)
		}
		es = append(es, e)
	}
	if len(es) == 0 || es[len(es)-1].Kind != "summary" {
		t.Fatalf("no summary at the end of\n%s", out)
	}
	return es, code
}

// kill starts bringing the cluster up, and kills hrun as soon as a file of the
// lab is there.
func (c cluster) kill(t *testing.T, file string) {
	t.Helper()
	cmd := c.command(t.Context(), "apply", "recipes/vm", "recipes/busybox", "recipes/hapx")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(15 * time.Minute); ; time.Sleep(10 * time.Millisecond) { // the image may be built first
		if _, err := os.Stat(filepath.Join(c.state, "qemu", file)); err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("there is no %s; hrun said: %s", file, out.String())
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("hrun had ended before it was killed")
	}
}

// ssh runs a script as root on a machine, by OpenSSH with a certificate.
func (c cluster) ssh(t *testing.T, machine, script string) string {
	t.Helper()
	key, err := labtest.Login(c.dir, "debian")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(c.dir, "ssh_config")
	text := fmt.Sprintf(`Host *
  User debian
  IdentityFile %s
  IdentitiesOnly yes
  UserKnownHostsFile %s/.hrun/known_hosts
  StrictHostKeyChecking yes
  LogLevel ERROR
Host busybox
  HostName 127.0.0.1
  Port 22732
Host hapx-*
  ProxyCommand ssh -F %s -W %%h:%%p busybox
`, key, c.dir, config)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ssh", "-F", config, machine, "sudo", "sh", "-s")
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %s: %v: %s", machine, script, err, out)
	}
	return strings.TrimSpace(string(out))
}
