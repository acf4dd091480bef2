//go:build lab

package vm_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vm/labtest"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// bench is a lab of one machine, with state and keys in a directory of the
// test. The cache is the default one, so that the image is made once.
type bench struct {
	dir       string
	inventory *inventory.Inventory
	store     *secrets.Store
	params    vm.Parameters
	said      string // by tasks, on standard error
}

// dialer reaches the hypervisor, which is this machine, and the machines by
// certificates.
type dialer struct {
	*sshx.Dialer
}

func (d dialer) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	if h.Connection.Kind == inventory.Local {
		return local.Dialer{}.Dial(ctx, h)
	}
	return d.Dialer.Dial(ctx, h)
}

func (b *bench) dialer() dialer {
	return dialer{&sshx.Dialer{Inventory: b.inventory.Host, Authority: sshca.Signers(b.store)}}
}

const node = "t1-node"

// newBench describes a lab of one machine, which is removed when the test ends.
func newBench(t *testing.T, name string, port int) *bench {
	t.Helper()
	return newBenchOf(t, name, fmt.Sprintf("%s: {ansible_host: 127.0.0.1, ansible_port: %d, hrun_address: 192.168.4.1/27}", node, port))
}

// newBenchOf describes a lab of any machines, written as in an inventory.
func newBenchOf(t *testing.T, name, hosts string) *bench {
	t.Helper()
	b := &bench{dir: t.TempDir()}
	text := fmt.Sprintf(`all:
  children:
    hypervisors: {hosts: {localhost: {ansible_connection: local, hrun_state: %s/owed}}}
    machines:
      hosts: {%s}
      vars:
        ansible_user: debian
        hrun_ssh_ca: ssh-ca
        ansible_ssh_common_args: -o UserKnownHostsFile=.hrun/known_hosts
`, b.dir, hosts)
	b.load(t, name, text)
	return b
}

// load reads the inventory of the lab, which is removed when the test ends.
func (b *bench) load(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(b.dir, "lab.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	inv, err := inventory.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	b.store = secrets.New(filepath.Join(b.dir, ".hrun/secrets"), false)
	b.inventory, b.params = inv, vm.Parameters{Lab: name, Provider: "nspawn", State: filepath.Join(b.dir, "labs")}
	t.Cleanup(func() { b.down(t) })
}

// run carries a recipe out and returns how many tasks were changed, and the
// batches it took.
func (b *bench) run(t *testing.T, r recipes.Recipe) (report.Counts, error) {
	t.Helper()
	return b.runner(t, r, false)
}

// recipe makes the lab.
func (b *bench) recipe() vm.Recipe { return vm.Recipe{Parameters: b.params} }

// check says what making the lab would change, and changes nothing.
func (b *bench) check(t *testing.T) (report.Counts, error) {
	t.Helper()
	return b.runner(t, vm.Recipe{Parameters: b.params}, true)
}

func (b *bench) runner(t *testing.T, r recipes.Recipe, check bool) (report.Counts, error) {
	t.Helper()
	started := time.Now()
	run := runner.Runner{Dialer: b.dialer(), Check: check, LockWait: time.Minute, Reporter: report.Func(func(e report.Event) {
		if e.Kind == report.Task && e.Result != report.OK {
			b.said += e.Stderr
			t.Logf("%6.2fs %s: %s %v %s", time.Since(started).Seconds(), e.Task, e.Result, e.Err, e.Stderr)
		}
	})}
	// The context of the test has ended when the lab is removed.
	summary, err := run.Apply(context.WithoutCancel(t.Context()), func(known recipes.Facts) (*recipes.Play, error) {
		return recipes.BuildKnowing(known, b.inventory, b.store, r)
	})
	hypervisors, groupErr := b.inventory.Group("hypervisors")
	if groupErr != nil {
		t.Fatal(groupErr)
	}
	counts := summary.Hosts[hypervisors[0].Name]
	t.Logf("%T: %.2fs, %d ok, %d planned, %d changed, %d failed, %d trips", r, time.Since(started).Seconds(), counts.OK, counts.Planned, counts.Changed, counts.Failed, counts.Trips)
	return counts, err
}

// up makes the lab and returns what that changed.
func (b *bench) up(t *testing.T) report.Counts {
	t.Helper()
	counts, err := b.run(t, vm.Recipe{Parameters: b.params})
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

// down removes the lab.
func (b *bench) down(t *testing.T) {
	t.Helper()
	if _, err := b.run(t, vm.Down{Parameters: b.params}); err != nil {
		t.Error(err)
	}
}

// eventually waits for half a minute at most.
func (b *bench) eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}

// ssh runs a command on the machine by OpenSSH, with a certificate.
func (b *bench) ssh(t *testing.T, command string) (string, error) {
	t.Helper()
	host, _ := b.inventory.Host(node)
	key, err := labtest.Login(b.dir, "debian")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "ssh", "-F", "none", "-p", fmt.Sprint(host.Connection.Port), "-i", key,
		"-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes",
		"-o", "UserKnownHostsFile="+filepath.Join(b.dir, ".hrun/known_hosts"), "debian@127.0.0.1", command).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// must is ssh for what cannot fail.
func (b *bench) must(t *testing.T, command string) string {
	t.Helper()
	out, err := b.ssh(t, command)
	if err != nil {
		t.Fatalf("%s: %v: %s", command, err, out)
	}
	return out
}
