//go:build lab

package busybox_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/cmd/hrun/cli"
	"github.com/hrun-dev/hrun/recipes/busybox"
	"github.com/hrun-dev/hrun/recipes/vm"
)

// asCommand is set where the test's own binary is to be the command hrun.
const asCommand = "HRUN_BASTION_COMMAND"

// oneNode is the inventory of a bastion and a node that nobody has a key for.
const oneNode = `all:
  children:
    hypervisors: {hosts: {localhost: {ansible_connection: local}}}
    machines:
      children: {bastions: {}, hapx: {}}
      vars:
        ansible_user: debian
        ansible_become: true
        ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts
        hrun_ssh_ca: ssh-ca
    bastions: {hosts: {busybox: {ansible_host: 127.0.0.1, ansible_port: 22862, hrun_address: 192.168.4.30/27}}}
    hapx: {hosts: {hapx-node01: {hrun_address: 192.168.4.21/27, hrun_via: busybox}}}
  vars:
    vm: {lab: bastion, provider: nspawn}
    busybox:
      names: {kube-mast01: 192.168.1.21}
      forward: true
      dhcp: {from: 192.168.4.10, to: 192.168.4.15}
`

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(cli.Main(
			cli.Of("vm", "the machines", vm.Recipe{}),
			cli.Of("vm/down", "no machines", vm.Down{}),
			cli.Of("busybox", "the bastion", busybox.Recipe{}),
		))
	}
	os.Exit(m.Run())
}

// bench is a lab, described by an inventory in a directory of its own.
type bench struct{ file string }

func newBench(t *testing.T) bench {
	t.Helper()
	b := bench{filepath.Join(t.TempDir(), "lab.yaml")}
	if err := os.WriteFile(b.file, []byte(oneNode), 0o600); err != nil {
		t.Fatal(err)
	}
	b.must(t, "apply", "vm/down", "--lock-wait", "5m", "--yes") // what a run that was killed has left
	t.Cleanup(func() {
		if out, code := b.hrun(context.WithoutCancel(t.Context()), t, "apply", "vm/down", "--lock-wait", "5m", "--yes"); code != 0 {
			t.Errorf("the lab is left: %s", out)
		}
	})
	return b
}

// hrun runs the command, and returns both outputs together and its exit code.
func (b bench) hrun(ctx context.Context, t *testing.T, args ...string) (string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/proc/self/exe", append([]string{args[0], "-i", b.file}, args[1:]...)...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	began := time.Now()
	out, err := cmd.CombinedOutput()
	t.Logf("%.2fs: %s", time.Since(began).Seconds(), strings.Join(args, " "))
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func (b bench) must(t *testing.T, args ...string) string {
	t.Helper()
	out, code := b.hrun(t.Context(), t, args...)
	if code != 0 {
		t.Fatalf("%s: exit %d: %s", strings.Join(args, " "), code, out)
	}
	return out
}

// on runs a script as root on a machine, and returns what it prints.
func (b bench) on(t *testing.T, machine, script string) string {
	t.Helper()
	var said struct {
		RC             int
		Stdout, Stderr string
	}
	out := b.must(t, "exec", machine, "-o", "json", "--", "sh", "-c", script)
	if err := json.Unmarshal([]byte(out), &said); err != nil || said.RC != 0 {
		t.Fatalf("%s: %s: %v: %s", machine, script, err, out)
	}
	return said.Stdout + said.Stderr
}

// summary returns what the last line of the events says of each host.
func summary(t *testing.T, out string) map[string]struct{ Changed, Planned, Waiting, Failed, Trips int } {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var s struct {
		Hosts map[string]struct{ Changed, Planned, Waiting, Failed, Trips int }
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &s); err != nil || len(s.Hosts) == 0 {
		t.Fatalf("no summary: %v: %s", err, out)
	}
	return s.Hosts
}

func TestLabBastion(t *testing.T) {
	b := newBench(t)
	// Before anything is there, a check says what would be done, and does nothing.
	foreseen := summary(t, b.must(t, "apply", "vm", "busybox", "--check", "-o", "json"))
	if foreseen["busybox"].Waiting == 0 || foreseen["localhost"].Planned == 0 {
		t.Errorf("a check of nothing says %+v", foreseen)
	}
	b.must(t, "apply", "vm")
	foreseen = summary(t, b.must(t, "apply", "busybox", "--check", "-o", "json"))
	if foreseen["busybox"].Planned == 0 {
		t.Errorf("a check of a new machine says %+v", foreseen)
	}
	if left := b.on(t, "busybox", "for f in /etc/dnsmasq.d /etc/ssh/ssh_known_hosts ~debian/.ssh/id_ed25519; do [ ! -e $f ] || echo $f; done"); left != "" {
		t.Errorf("a check left %s", left)
	}
	b.must(t, "apply", "busybox")
	if again := summary(t, b.must(t, "apply", "busybox", "-o", "json")); again["busybox"].Changed != 0 || again["busybox"].Trips > 2 {
		t.Errorf("a second run does %+v", again)
	}

	// The user of the bastion goes on by name, and is not asked for anything.
	for _, name := range []string{"hapx-node01", "hapx-node01.kube.demo", "192.168.4.21"} {
		if got := b.on(t, "busybox", "su - debian -c 'ssh -o BatchMode=yes "+name+" hostname'"); got != "hapx-node01\n" {
			t.Errorf("ssh %s: %s", name, got)
		}
	}
	if got := b.on(t, "hapx-node01", "[ ! -e ~debian/.ssh/authorized_keys ] || cat ~debian/.ssh/authorized_keys"); got != "" {
		t.Errorf("the node lets in keys: %s", got)
	}

	// The node asks the bastion for names, and by its address only.
	const ask = "echo nameserver 192.168.4.30 >/etc/resolv.conf && getent ahostsv4 kube-mast01.kube.demo | head -n 1; getent hosts www.example || echo none"
	if got := b.on(t, "hapx-node01", ask); strings.Join(strings.Fields(got), " ") != "192.168.1.21 STREAM kube-mast01.kube.demo none" {
		t.Errorf("the node is told %s", got)
	}
	if got := b.on(t, "busybox", `ss -Hlntu 'sport = 53' | awk '$5 !~ /^\[fe80:/ { print $5 }' | sort -u`); got != "192.168.4.30:53\n" {
		t.Errorf("the bastion listens on %s", got)
	}
}
