//go:build lab

// Package trials_test tries hrun as a whole on real machines: a bastion and two
// nodes of a lab of its own. What is proven of one recipe is beside that recipe.
package trials_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/cmd/hrun/cli"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// asCommand is set where the test's own binary is to be the command hrun, with
// the recipes of the trials.
const asCommand = "HRUN_TRIALS_COMMAND"

// inventory is that of the lab. The packages are what the trials install.
const inventory = `all:
  children:
    hypervisors: {hosts: {localhost: {ansible_connection: local}}}
    machines:
      children: {bastions: {}, nodes: {}}
      vars:
        ansible_user: debian
        ansible_become: true
        hrun_ssh_ca: ssh-ca
        ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts
    bastions: {hosts: {bastion: {ansible_host: 127.0.0.1, ansible_port: %s, hrun_address: 192.168.4.30/27}}}
    nodes:
      hosts: {node01: {hrun_address: 192.168.4.21/27}, node02: {hrun_address: 192.168.4.22/27}}
      vars: {hrun_via: bastion}
  vars:
    vm: {lab: trials, provider: nspawn, packages: [cron, haproxy, kmod, nftables, tree]}
`

const port = "22742"

var nodes = []string{"node01", "node02"}

// directory holds the inventory, the keys and the configuration of ssh.
var directory string

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(cli.Main(
			cli.Of("vm", "the machines", vm.Recipe{}),
			cli.Of("vm/down", "no machines", vm.Down{}),
			cli.Of("faulty", "a task that cannot succeed", faulty{}),
			cli.Of("everything", "a task of nearly every kind", everything{}),
			cli.Of("service", "a service that tells what it has read", service{}),
		))
	}
	os.Exit(inLab(m))
}

// inLab makes the lab, runs the tests, and removes the lab.
func inLab(m *testing.M) (code int) {
	var err error
	if directory, err = os.MkdirTemp("", "hrun-trials-"); err == nil {
		err = errors.Join(
			os.WriteFile(beside("lab.yaml"), fmt.Appendf(nil, inventory, port), 0o600),
			os.WriteFile(beside("ssh_config"), []byte(sshConfig()), 0o600),
		)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	lab := func(recipe string) error {
		cmd := call(context.Background(), "apply", recipe, "-i", beside("lab.yaml"), "--lock-wait", "5m", "--yes")
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		return cmd.Run()
	}
	if os.Getenv("HRUN_KEEP_LAB") == "" {
		defer func() {
			if err := lab("vm/down"); err != nil {
				fmt.Fprintln(os.Stderr, "the lab is left:", err)
				code = 1
			}
			_ = os.RemoveAll(directory)
		}()
	} else {
		defer fmt.Fprintln(os.Stderr, "the lab is left in", directory)
	}
	for _, recipe := range []string{"vm/down", "vm"} { // first what a run that was killed has left
		if err := lab(recipe); err != nil {
			fmt.Fprintln(os.Stderr, recipe, "failed:", err)
			return 1
		}
	}
	if _, err := labtest.Login(directory, "debian"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// beside is the path of a file beside the inventory.
func beside(name string) string { return filepath.Join(directory, name) }

// call is a call of hrun.
func call(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	return cmd
}

// hrun runs the command, and returns both outputs together and its exit code.
func hrun(t testing.TB, args ...string) (string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	out, err := call(ctx, args...).CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	} else if err != nil {
		return string(out), exit.ExitCode()
	}
	return string(out), 0
}

// event is a line of -o json.
type event struct {
	Kind, Host, Task, Result, Error, Stderr, Hint string
	Steps                                         []struct{ Field, Was, Want string }
	Hosts                                         map[string]struct {
		OK, Planned, Changed, Waiting, Failed, Skipped, Trips int
		Unreachable                                           bool
	}
}

// events are those in the output of -o json. The last line may be cut short.
func events(out []byte) (es []event) {
	for line := range bytes.Lines(out) {
		var e event
		if json.Unmarshal(line, &e) == nil {
			es = append(es, e)
		}
	}
	return es
}

// on runs a script as root on a machine, see [try].
func on(t testing.TB, host, script string) string {
	t.Helper()
	out, err := try(t, host, script)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// try runs a script by OpenSSH and not by hrun, so that what a test sees does
// not depend on what it tests.
func try(t testing.TB, host, script string) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, "ssh", "-F", beside("ssh_config"), host, "sudo", "sh", "-s")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(script), &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %s: %w\n%s%s", host, script, err, &out, &errs)
	}
	return out.String(), nil
}

// sshConfig says how ssh gets to the machines. A connection is kept for the
// next look.
func sshConfig() string {
	return fmt.Sprintf(`Host *
  User debian
  IdentityFile %[1]s/test-login
  IdentitiesOnly yes
  UserKnownHostsFile %[1]s/known_hosts
  StrictHostKeyChecking yes
  LogLevel ERROR
  ControlMaster auto
  ControlPath %[1]s/%%n
  ControlPersist 60
Host bastion
  HostName 127.0.0.1
  Port %[3]s
Host node*
  ProxyCommand ssh -F %[2]s -W %%h:%%p bastion
`, beside(".hrun"), beside("ssh_config"), port)
}
