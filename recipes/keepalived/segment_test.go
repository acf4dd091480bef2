package keepalived_test

import (
	"bufio"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// node is a network namespace, and one of mounts, that ends with the test.
type node struct {
	t   testing.TB
	pid int
}

func newNode(t testing.TB) *node {
	t.Helper()
	// The process that holds the namespaces ends when its input does, so also
	// when the test is killed.
	hold := exec.Command("unshare", "-n", "-m", "sh", "-c", "mount -t tmpfs tmpfs /run && ip link set lo up && echo held && exec cat")
	in, err := hold.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := hold.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := hold.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = hold.Wait()
	})
	if held, err := bufio.NewReader(out).ReadString('\n'); held != "held\n" {
		t.Fatalf("cannot make a namespace: %v", err)
	}
	return &node{t, hold.Process.Pid}
}

func (n *node) enter() []string {
	return []string{"nsenter", "-t", strconv.Itoa(n.pid), "-n", "-m", "--"}
}

// run runs a script there and returns what it prints.
func (n *node) run(script string) string {
	n.t.Helper()
	out, err := exec.Command(n.enter()[0], append(n.enter()[1:], "sh", "-ec", script)...).CombinedOutput()
	if err != nil {
		n.t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return string(out)
}

// host returns a scratch host whose scripts run there.
func (n *node) host(kind string, commands map[string]string) *taskstest.Host {
	n.t.Helper()
	h := taskstest.NewHost(n.t, kind, commands)
	h.Shell.Argv = append(n.enter(), h.Shell.Argv...)
	return h
}

// segment is a network of nodes on one bridge. Each has the interface eno1, and
// the address 192.0.2.1/24 or the next one.
func segment(t testing.TB, nodes int) (bridge *node, ns []*node) {
	t.Helper()
	bridge = newNode(t)
	bridge.run("ip link add br0 type bridge && ip link set br0 up")
	for i := range nodes {
		n := newNode(t)
		bridge.run(fmt.Sprintf("ip link add p%d type veth peer name eno1 netns %d && ip link set p%d master br0 up", i+1, n.pid, i+1))
		n.run(fmt.Sprintf("ip addr add 192.0.2.%d/24 dev eno1 && ip link set eno1 up", i+1))
		n.run("cd /proc/sys/net/ipv4/neigh/eno1 && echo 100 >retrans_time_ms") // so that nobody is waited for long
		ns = append(ns, n)
	}
	return bridge, ns
}

// holds reports whether the node has the address.
func (n *node) holds(address string) bool {
	n.t.Helper()
	return strings.Contains(n.run("ip -o addr show"), " "+address+"/")
}
