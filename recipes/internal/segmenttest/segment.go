// Package segmenttest makes networks for tests, of namespaces that end with the
// test: what happens between hosts is then what a real kernel does. It needs
// root, util-linux and iproute2.
package segmenttest

import (
	"bufio"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// Node is a network namespace, and one of mounts.
type Node struct {
	PID int // of the process that holds the namespaces
	T   testing.TB
}

func newNode(t testing.TB) *Node {
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
	return &Node{PID: hold.Process.Pid, T: t}
}

// Enter is the command that runs another one there.
func (n *Node) Enter() []string {
	return []string{"nsenter", "-t", strconv.Itoa(n.PID), "-n", "-m", "--"}
}

// Run runs a script there and returns what it prints.
func (n *Node) Run(script string) string {
	n.T.Helper()
	out, err := exec.Command(n.Enter()[0], append(n.Enter()[1:], "sh", "-ec", script)...).CombinedOutput()
	if err != nil {
		n.T.Fatalf("%s: %v\n%s", script, err, out)
	}
	return string(out)
}

// Host returns a scratch host whose scripts run there.
func (n *Node) Host(kind string, commands map[string]string) *taskstest.Host {
	n.T.Helper()
	h := taskstest.NewHost(n.T, kind, commands)
	h.Shell.Argv = append(n.Enter(), h.Shell.Argv...)
	return h
}

// Holds reports whether the node has the address.
func (n *Node) Holds(address string) bool {
	n.T.Helper()
	return strings.Contains(n.Run("ip -o addr show"), " "+address+"/")
}

// New makes a network of nodes on one bridge. Each has the interface eno1, and
// the address 192.0.2.1/24 or the next one. The bridge's port of the first is
// p1, and so on.
func New(t testing.TB, nodes int) (bridge *Node, ns []*Node) {
	t.Helper()
	bridge = newNode(t)
	bridge.Run("ip link add br0 type bridge && ip link set br0 up")
	for i := range nodes {
		n := newNode(t)
		bridge.Run(fmt.Sprintf("ip link add p%d type veth peer name eno1 netns %d && ip link set p%d master br0 up", i+1, n.PID, i+1))
		n.Run(fmt.Sprintf("ip addr add 192.0.2.%d/24 dev eno1 && ip link set eno1 up", i+1))
		n.Run("cd /proc/sys/net/ipv4/neigh/eno1 && echo 100 >retrans_time_ms") // so that nobody is waited for long
		ns = append(ns, n)
	}
	return bridge, ns
}
