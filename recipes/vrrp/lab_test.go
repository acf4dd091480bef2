//go:build lab

package vrrp_test

import (
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
	"github.com/hrun-dev/hrun/recipes/vrrp"
)

// asCommand is set where the test's own binary is to be the command hrun.
const asCommand = "HRUN_VRRP_COMMAND"

const port = "22881"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(cli.Main(
			cli.Of("vm", "the machines", vm.Recipe{}),
			cli.Of("vm/down", "no machines", vm.Down{}),
			cli.Of("vrrp", "the recipe", vrrp.Recipe{}.WithDefaults()),
		))
	}
	os.Exit(m.Run())
}

// lab is the machines of examples/vrrp.yaml, with a name and a port of their
// own.
type lab struct{ dir string }

// newLab makes the machines, which are removed when the test ends. In the place
// of an API server there is the sshd of the bastion: its greeting shows that a
// connection goes all the way.
func newLab(t *testing.T) lab {
	t.Helper()
	text, err := os.ReadFile("../../examples/vrrp.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l := lab{t.TempDir()}
	ours := strings.NewReplacer("lab: vrrp", "lab: vrrptest", "22023", port, "192.168.1.1:6443", "192.168.1.30:22",
		"ansible_connection: local", "ansible_connection: local\n          hrun_state: "+l.dir+"/state", // so as not to wait for other labs
	).Replace(string(text))
	if err := os.WriteFile(l.beside("lab.yaml"), []byte(ours), 0o600); err != nil {
		t.Fatal(err)
	}
	l.apply(t, "vm/down", "--yes") // what a run that was killed has left
	t.Cleanup(func() { l.apply(t, "vm/down", "--yes") })
	l.apply(t, "vm")
	key, err := labtest.Login(l.dir, "debian")
	if err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf(`Host *
  User debian
  IdentityFile %[1]s
  IdentitiesOnly yes
  UserKnownHostsFile %[2]s/.hrun/known_hosts
  LogLevel ERROR
  ControlMaster auto
  ControlPath %[2]s/%%n
  ControlPersist 60
Host busybox
  HostName 127.0.0.1
  Port %[3]s
Host lb*
  ProxyCommand ssh -F %[2]s/ssh_config -W %%h:%%p busybox
`, key, l.dir, port)
	if err := os.WriteFile(l.beside("ssh_config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l lab) beside(name string) string { return filepath.Join(l.dir, name) }

// hrun runs the command, and returns its output and its exit code.
func (l lab) hrun(t *testing.T, args ...string) (string, int) {
	t.Helper()
	// The context of the test has ended when the lab is removed.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/proc/self/exe", append(args, "-i", l.beside("lab.yaml"), "--lock-wait", "5m")...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// apply applies a recipe, which must succeed.
func (l lab) apply(t *testing.T, args ...string) string {
	t.Helper()
	began := time.Now()
	out, code := l.hrun(t, append([]string{"apply"}, args...)...)
	if code != 0 {
		t.Fatalf("apply %s: exit %d\n%s", strings.Join(args, " "), code, out)
	}
	t.Logf("apply %s took %v", strings.Join(args, " "), time.Since(began).Round(time.Millisecond))
	return out
}

// on runs a script as root on a machine, by OpenSSH and not by hrun.
func (l lab) on(t *testing.T, host, script string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ssh", "-F", l.beside("ssh_config"), host, "sudo", "sh", "-s")
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %s: %v\n%s", host, script, err, out)
	}
	return string(out)
}

// holders returns the nodes that hold the VIP.
func (l lab) holders(t *testing.T) (names string) {
	t.Helper()
	for _, node := range []string{"lb1", "lb2"} {
		if strings.Contains(l.on(t, node, "ip -o addr show"), " 192.168.1.100/24 ") {
			names += node
		}
	}
	return names
}

// moves waits until exactly the node holds the VIP, which then leads to a
// server.
func (l lab) moves(t *testing.T, when, node string) {
	t.Helper()
	began := time.Now()
	for l.holders(t) != node {
		if time.Since(began) > 20*time.Second {
			t.Fatalf("%s: %q hold the VIP, want %s", when, l.holders(t), node)
		}
	}
	t.Logf("%s: %s holds the VIP after %v", when, node, time.Since(began).Round(time.Millisecond))
	const greeting = `timeout 5 bash -c 'exec 3<>/dev/tcp/192.168.1.100/6443 && read -r said <&3 && echo "$said"'`
	if said := l.on(t, "busybox", greeting); !strings.HasPrefix(said, "SSH-2.0-") {
		t.Errorf("%s: behind the VIP there is %q", when, said)
	}
}

// counts returns how many tasks were changed and so on, and how many trips the
// host took that took most, by -o json.
func (l lab) counts(t *testing.T, args ...string) (changed, planned, failed, trips int) {
	t.Helper()
	out, _ := l.hrun(t, append([]string{"apply", "vrrp", "-o", "json"}, args...)...)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var summary struct {
		Hosts map[string]struct{ Changed, Planned, Failed, Trips int }
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &summary); err != nil || len(summary.Hosts) == 0 {
		t.Fatalf("%v: no summary in\n%s", err, out)
	}
	for _, h := range summary.Hosts {
		changed, planned, failed, trips = changed+h.Changed, planned+h.Planned, failed+h.Failed, max(trips, h.Trips)
	}
	return changed, planned, failed, trips
}

func TestLabVRRP(t *testing.T) {
	l := newLab(t)
	if changed, planned, failed, _ := l.counts(t, "--check"); changed != 0 || planned < 20 || failed != 0 {
		t.Errorf("check: %d changed, %d planned, %d failed", changed, planned, failed)
	}
	out, code := l.hrun(t, "apply", "vrrp", "-e", "vrrp.nic=eth7")
	if code != 2 || !strings.Contains(out, "there is no interface eth7; the host has eno1") {
		t.Errorf("another interface: exit %d\n%s", code, out)
	}
	if there := l.on(t, "lb1", "ls -A /etc/keepalived /etc/haproxy 2>&1 || :"); !strings.Contains(there, "No such file") {
		t.Errorf("check and refusal have left %q", there)
	}
	l.apply(t, "vrrp")
	l.moves(t, "applied", "lb1")
	if changed, _, failed, trips := l.counts(t); changed != 0 || failed != 0 || trips > 3 {
		t.Errorf("the second run has changed %d and failed %d, in %d trips", changed, failed, trips)
	}
	l.on(t, "lb1", "systemctl stop keepalived")
	l.moves(t, "keepalived stopped on lb1", "lb2")
	l.apply(t, "vrrp") // which starts it
	l.moves(t, "applied again", "lb1")
	l.on(t, "lb1", "systemctl stop haproxy")
	l.moves(t, "haproxy stopped on lb1", "lb2")
	l.on(t, "lb1", "systemctl start haproxy")
	l.moves(t, "haproxy started on lb1", "lb1")
	l.apply(t, "vrrp", "-e", "vrrp.router.router_id=52")
	l.moves(t, "another router id", "lb1")
	if health := l.on(t, "lb2", "/usr/local/sbin/vrrp-health"); !strings.Contains(health, "another node holds 192.168.1.100") {
		t.Error(health)
	}
}
