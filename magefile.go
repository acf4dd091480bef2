//go:build mage

// The build of hrun, and the cluster of its example. "go tool mage -l" lists
// what can be done.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/magefile/mage/mg"
	"github.com/magefile/mage/sh"
)

// binary is what Build makes, and what the cluster's targets run.
const binary = "bin/hrun"

// Build makes the static binary bin/hrun.
func Build() error {
	// Go records the version, and fails where git does not trust who owns the files.
	trusted := exec.Command("git", "status", "--porcelain").Run() == nil
	return sh.RunWithV(map[string]string{"CGO_ENABLED": "0"}, "go", "build", "-trimpath", fmt.Sprintf("-buildvcs=%t", trusted), "-o", binary, "./cmd/hrun")
}

// Lint checks format, vet and staticcheck.
func Lint() error {
	unformatted, err := sh.Output("gofmt", "-l", ".")
	if err != nil {
		return err
	}
	if unformatted != "" {
		return fmt.Errorf("not formatted by gofmt:\n%s", unformatted)
	}
	for _, tags := range []string{"", "lab", "mage"} {
		if err := sh.RunV("go", "vet", "-tags", tags, "./..."); err != nil {
			return err
		}
	}
	return sh.RunV("go", "tool", "staticcheck", "-tags", "lab", "./...")
}

// Test runs all tests: those of the packages with the race detector on, then
// the recipes against a real cluster in containers on this machine, which
// needs root: two labs at a time, because they mostly wait. A test that is
// skipped counts as failed.
func Test() error {
	passed := map[string]bool{}
	if err := test(passed, "-race", "-timeout", "20m", "./..."); err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return errors.New("the tests against a real cluster need root; all others have passed")
	}
	if err := test(passed, "-tags", "lab", "-run", "^TestLab", "-timeout", "40m", "-p", "2", "./recipes/..."); err != nil {
		return err
	}
	return mustHavePassed(passed)
}

// Bench measures a run with nothing to do against the ssh command, on a real
// cluster in containers on this machine, without delay and with 50 ms, and what
// files cost in time and round trips.
func Bench() error {
	return sh.RunV("go", "test", "-tags", "lab", "-run", "^$", "-bench", "^BenchmarkLab", "-benchtime", "1x", "-timeout", "40m", "-p", "1", "./recipes/hapx", "./recipes/trials")
}

// test runs go test and shows what it prints, but for the chatter of tests that
// pass. Its packages print one line each at least.
func test(passed map[string]bool, args ...string) error {
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	skipped := show(bufio.NewScanner(out), passed)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	if len(skipped) > 0 {
		return fmt.Errorf("skipped, which counts as failed: %s", strings.Join(skipped, ", "))
	}
	return nil
}

// mustHavePassed compares with the list of tests that no build tag, filter or
// empty package may make disappear.
func mustHavePassed(passed map[string]bool) error {
	list, err := os.ReadFile(".ci/must-pass")
	if err != nil {
		return err
	}
	var missing []string
	for _, name := range strings.Fields(string(list)) {
		if !passed[name] {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("listed in .ci/must-pass, and did not run: %s", strings.Join(missing, ", "))
	}
	return nil
}

// show prints the output of packages, and of tests that fail, notes those that
// passed and returns the names of those that were skipped.
func show(lines *bufio.Scanner, passed map[string]bool) (skipped []string) {
	lines.Buffer(nil, 1<<20)
	said := map[string]string{}
	for lines.Scan() {
		var e struct{ Action, Package, Test, Output string }
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		name := e.Package + "." + e.Test
		switch {
		case e.Action == "build-output", e.Action == "output" && e.Test == "":
			fmt.Print(e.Output)
		case e.Action == "output":
			said[name] += e.Output
		case e.Action == "fail":
			fmt.Print(said[name])
		case e.Action == "skip" && e.Test != "":
			skipped = append(skipped, name)
		}
		if e.Action == "pass" || e.Action == "fail" {
			delete(said, name)
		}
		if e.Action == "pass" && e.Test != "" {
			passed[strings.TrimPrefix(name, "github.com/hrun-dev/hrun/")] = true
		}
	}
	return skipped
}

// Cluster is the example: a bastion and two nodes, described by
// examples/hapx.yaml. HRUN_PROVIDER says what they are: "nspawn", "qemu" or
// "virtualbox"; without it VirtualBox where it is installed, else containers.
type Cluster mg.Namespace

// all brings the example about, from nothing to a cluster that answers.
var all = []string{"recipes/vm", "recipes/busybox", "recipes/hapx"}

// Up makes the machines, and brings the bastion and the cluster on them to the
// described state.
func (Cluster) Up() error {
	mg.Deps(Build)
	if err := hrun(slices.Concat([]string{"apply"}, all, example(), []string{"--lock-wait", "5m"})...); err != nil {
		if os.Geteuid() != 0 {
			fmt.Print(withoutRoot)
		}
		return err
	}
	fmt.Print(`
The cluster is up. The stats page of its proxy, from the bastion:

    bin/hrun exec busybox -i examples/hapx.yaml -- curl -s -u admin:admin http://192.168.4.20:32700/

Ask whether all of it is well:              go tool mage cluster:verify
Move the service and time the outage:       go tool mage cluster:failover
Who holds the address:                      go tool mage cluster:status
Change a file by hand, see the difference:  go tool mage cluster:check
Put it right:                               bin/hrun apply recipes/hapx -i examples/hapx.yaml
Remove it all:                              go tool mage cluster:down
`)
	return nil
}

// onVirtualBox says whether the machines are those of VirtualBox.
func onVirtualBox() bool {
	name := os.Getenv("HRUN_PROVIDER")
	_, err := exec.LookPath("VBoxManage")
	return name == "virtualbox" || name == "" && err == nil
}

// example is the arguments that choose the inventory, and what the machines
// are.
func example() []string {
	args, name := inventories(onVirtualBox()), os.Getenv("HRUN_PROVIDER")
	if name != "" {
		args = append(args, "-e", "vm.provider="+name)
	}
	return append(args, patience()...)
}

// patience is the arguments for machines whose processor may be emulated, on
// which a login takes seconds.
func patience() []string {
	if os.Getenv("HRUN_PROVIDER") == "qemu" {
		return []string{"-T", "60"}
	}
	return nil
}

// inventories is the arguments that choose the inventory. VirtualBox belongs to
// whoever runs it, and all else to root.
func inventories(virtualBox bool) []string {
	args := []string{"-i", "examples/hapx.yaml"}
	if virtualBox {
		args = append(args, "-i", "examples/virtualbox.yaml", "-e", "vm.state="+ownLabs())
	}
	return args
}

// ownLabs is the directory of the machines of VirtualBox, and rootsLabs that of
// all others.
func ownLabs() string { return filepath.Join(os.Getenv("HOME"), ".local/share/hrun/lab") }

const rootsLabs = "/var/lib/hrun/lab"

const withoutRoot = `
Machines that are containers or made by qemu need root on this machine, which you are not. One of these will do:

    run this as root
    let sudo ask:              bin/hrun apply recipes/vm recipes/busybox recipes/hapx -i examples/hapx.yaml -K
    use VirtualBox:            HRUN_PROVIDER=virtualbox go tool mage cluster:up
    use machines of your own:  set provider: existing under vm: in examples/hapx.yaml, point ansible_host at
                               them, name your key, and apply recipes/vm and recipes/hapx
`

// Check says what is not as described, and changes nothing. What depends on
// machines that are not there yet waits for them.
func (Cluster) Check() error {
	mg.Deps(Build)
	return hrun(slices.Concat([]string{"apply"}, all, example(), []string{"--check", "--diff", "--exit-code"})...)
}

// Status shows the cluster as its nodes see it, and whether the proxy answers.
func (Cluster) Status() error {
	mg.Deps(Build)
	on := func(hosts, command string) error {
		return hrun(slices.Concat([]string{"exec", hosts, "-i", "examples/hapx.yaml"}, patience(), []string{"--", command})...)
	}
	nodes := on("hapx", "corosync-cfgtool -n; crm_mon -1 --inactive --include=none,dc,nodes,resources,failures")
	page := on("busybox", "curl -s -m 5 -o /dev/null -w 'the stats page answers %{http_code}\n' -u admin:admin http://192.168.4.20:32700/")
	if nodes != nil {
		return nodes
	}
	return page
}

// Verify asks everybody concerned whether the cluster is well, and changes
// nothing.
func (Cluster) Verify() error { return apply("recipes/hapx/verify") }

// Failover moves the service to the other node and back, gently and then by
// crashing a machine, and measures how long nobody answers.
func (Cluster) Failover() error { return apply("recipes/hapx/failover") }

// Upgrade brings the packages of the cluster to their newest versions, one node
// after the other.
func (Cluster) Upgrade() error { return apply("recipes/hapx/upgrade") }

// apply applies one recipe to the example.
func apply(recipe string) error {
	mg.Deps(Build)
	return hrun(append([]string{"apply", recipe}, example()...)...)
}

// Down removes the machines and all that was made for them on this machine,
// whatever they are made of. What is left is the secrets in examples/.hrun,
// and images and packages in /var/cache/hrun, for the next time.
func (Cluster) Down() error {
	mg.Deps(Build)
	_, noOwn := os.Stat(ownLabs())
	_, noRoots := os.Stat(rootsLabs)
	var err error
	if noRoots == nil || noOwn != nil {
		err = down(false)
	}
	if noOwn == nil { // whose user may not be root
		err = cmp.Or(down(true), err)
	}
	return err
}

// down is told of no provider: what has made the machines removes them.
func down(virtualBox bool) error {
	recipes := []string{"apply", "recipes/busybox/down", "recipes/vm/down", "--lock-wait", "5m", "--yes"}
	return hrun(append(recipes, inventories(virtualBox)...)...)
}

// hrun runs the binary; its exit code becomes ours.
func hrun(args ...string) error {
	cmd := exec.Command(binary, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return mg.Fatalf(exit.ExitCode(), "hrun exited with %d", exit.ExitCode())
	}
	return err
}
