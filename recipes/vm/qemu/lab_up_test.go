//go:build lab

package qemu_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// example is the whole example.
var example = []string{"recipes/vm", "recipes/busybox", "recipes/hapx"}

// The whole way on virtual machines: an image is built, three machines
// configure themselves, the bastion and the cluster are set up with nothing but
// certificates, its address answers, and all of it is removed.
func TestLabQemuWholeWay(t *testing.T) {
	c := newCluster(t)
	apply := func(more ...string) []string { return append(append([]string{"apply"}, example...), more...) }

	es, code := c.events(t, apply("--check")...)
	if _, err := os.Stat(c.state); code != 0 || !os.IsNotExist(err) {
		t.Errorf("check from nothing: exit %d, machines %v", code, err)
	}
	if s := es[len(es)-1].Hosts; s["localhost"].Planned == 0 || s["hapx-node01"].Waiting == 0 || s["hapx-node01"].Failed != 0 {
		t.Errorf("check from nothing says %+v", s)
	}

	c.kill(t, "machines/busybox/description")
	if _, code = c.events(t, apply()...); code != 0 {
		t.Fatalf("up: exit %d", code)
	}
	c.isUp(t)

	es, code = c.events(t, apply("--assert-idempotent")...)
	for _, e := range es {
		if e.Kind == "task" && e.Result != "ok" {
			t.Errorf("a second run: %s: %s is %s", e.Host, e.Task, e.Result)
		}
	}
	if code != 0 {
		t.Errorf("a second run: exit %d", code)
	}

	c.memory(t)

	if out, code := c.run(t, "apply", "recipes/vm/down", "--yes"); code != 0 {
		t.Fatalf("down: exit %d: %s", code, out)
	}
	// A control group that is gone had no process left in it.
	left := fmt.Sprintf("ls -d /run/netns/hrun-qemu-* /sys/fs/cgroup/hrun/qemu /sys/fs/cgroup/*/hrun/qemu %s/* 2>/dev/null", c.state)
	if out, _ := exec.Command("sh", "-c", left).Output(); len(out) > 0 {
		t.Errorf("these are left:\n%s", out)
	}
}

// isUp looks at the cluster from outside of hrun.
func (c cluster) isUp(t *testing.T) {
	t.Helper()
	if got := c.ssh(t, "busybox", `curl -s -m 20 -o /dev/null -w '%{http_code}' -u admin:admin http://192.168.4.20:32700/`); got != "200" {
		t.Errorf("the cluster's address answers %q", got)
	}
	status := c.ssh(t, "hapx-node01", "crm_mon -1")
	if !strings.Contains(status, "Online: [ hapx-node01 hapx-node02 ]") {
		t.Errorf("the cluster is not whole:\n%s", status)
	}
	for _, node := range []string{"hapx-node01", "hapx-node02"} {
		for script, want := range map[string]string{
			"find /root /home -name authorized_keys -size +0":        "",
			"ip -d -o link show enp0s3.41 | grep -o 'vlan .* id 41'": "vlan protocol 802.1Q id 41",
			"ip route show default":                                  "",
			"cloud-init status":                                      "status: done",
			"systemctl --failed --no-legend":                         "",
		} {
			if got := c.ssh(t, node, script+" || :"); got != want {
				t.Errorf("%s: %s: %q, want %q", node, script, got, want)
			}
		}
	}
}

// memory gives the bastion more, which is refused while it is on, unless it may
// be switched off and on.
func (c cluster) memory(t *testing.T) {
	t.Helper()
	c.describe(t, "          vm_machine: {memory: 1280}\n")
	out, code := c.run(t, "apply", "recipes/vm")
	if code != 2 || !strings.Contains(out, "busybox is on, with memory 1024 MiB, and is now described with memory 1280 MiB") {
		t.Errorf("exit %d: %s", code, out)
	}
	before := c.ssh(t, "busybox", "cat /proc/sys/kernel/random/boot_id && touch /root/kept")
	if out, code = c.run(t, "apply", "recipes/vm", "-e", "vm.restart=true"); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	if after := c.ssh(t, "busybox", "ls /root/kept && cat /proc/sys/kernel/random/boot_id && awk '/MemTotal/ && $2 > 1024 * 1100 { print \"more\" }' /proc/meminfo"); after == before || !strings.HasPrefix(after, "/root/kept\n") || !strings.HasSuffix(after, "\nmore") {
		t.Errorf("after it was switched off and on: %q, before: %q", after, before)
	}
}
