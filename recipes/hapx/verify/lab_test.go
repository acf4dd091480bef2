//go:build lab

package verify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// cluster is the lab of these tests.
type cluster struct {
	*labtest.Lab
	active, passive string // nodes; see elect
}

// api has the bastion serve what the first server of the proxy should.
const api = "systemd-run --quiet --collect --unit=api systemd-socket-activate --accept --inetd --listen=192.168.4.30:6443 /bin/true"

// One of the servers behind the proxy is on the bastion, and can be stopped; the
// others are sshd there.
func TestLabVerify(t *testing.T) {
	c := &cluster{Lab: labtest.New(t, "../../../examples/hapx.yaml", "verify", "22741",
		`"kube-mast01:6443"`, `"192.168.4.30:6443"`, `"kube-mast02:6443"`, `"192.168.4.30:22"`, `"kube-mast03:6443"`, `"192.168.4.30:22"`,
		"{backends: none}", "{backends: all}")}
	c.Apply(t, "busybox", "hapx")
	c.On(t, "busybox", api)
	c.await(t, 0)
	next := func(name string, test func(*testing.T)) { // each finds the cluster well
		if !t.Run(name, test) {
			t.FailNow()
		}
	}
	next("healthy", c.healthy)
	for _, f := range faults() {
		next(f.name, func(t *testing.T) { c.fault(t, f) })
	}
	next("no quorum", c.noQuorum)
	next("unreachable", c.unreachable)
	next("split", c.split)
}

// await verifies until the exit code is the wanted one and all of the texts are
// said, and returns what is.
func (c *cluster) await(t *testing.T, code int, texts ...string) string {
	t.Helper()
	for began := time.Now(); ; {
		out, errs, got := c.Run(t, "apply", "hapx/verify", "--timeout", "3")
		missing := ""
		for _, text := range texts {
			if text = c.named(text); !strings.Contains(out+errs, text) {
				missing = text
			}
		}
		if got == code && missing == "" {
			return out + errs
		}
		if time.Since(began) > 90*time.Second {
			t.Fatalf("verify exits with %d, want %d, and does not say %q:\n%s%s", got, code, missing, out, errs)
		}
	}
}

// elect asks which node holds the resources.
func (c *cluster) elect(t *testing.T) {
	t.Helper()
	c.active, c.passive = "hapx-node01", "hapx-node02"
	if strings.Contains(c.On(t, "hapx-node01", "crm_resource --resource haproxy-resource --locate"), c.passive) {
		c.active, c.passive = c.passive, c.active
	}
}

// named returns the text with the names of the nodes in place of ACTIVE and
// PASSIVE.
func (c *cluster) named(text string) string {
	return strings.NewReplacer("ACTIVE", c.active, "PASSIVE", c.passive).Replace(text)
}

// healthy shows that nothing is found on a healthy cluster, that the danger in
// what is described is named all the same, and that nothing is changed.
func (c *cluster) healthy(t *testing.T) {
	c.elect(t)
	machines := []string{c.active, c.passive, "busybox"}
	const state = "if command -v cibadmin; then cibadmin --query; systemctl show corosync pacemaker haproxy --property ActiveState,ActiveEnterTimestamp,UnitFileState; fi"
	before := map[string]string{}
	for _, m := range machines {
		before[m] = c.On(t, m, "touch /root/before; "+state)
	}
	events, code := c.Events(t, "hapx/verify")
	for _, e := range events {
		if e.Kind == "task" && e.Result != "ok" {
			t.Errorf("%s: %s is %s: %s", e.Host, e.Task, e.Result, e.Error)
		}
	}
	if code != 0 || len(events) < 50 {
		t.Errorf("exit %d, %d events", code, len(events))
	}
	for _, m := range machines {
		if now := c.On(t, m, state); now != before[m] {
			t.Errorf("the state of %s was\n%s\nand is\n%s", m, before[m], now)
		}
		if files := c.On(t, m, "find / -xdev \\( -path /run -o -path /var/log \\) -prune -o -cnewer /root/before -print; rm /root/before"); strings.Trim(files, "\n") != "" {
			t.Errorf("files of %s are changed:\n%s", m, files)
		}
	}
	c.await(t, 0, "3 of 3 up", "2 of 2 votes; two_node: either node goes on alone", "a cut link between hapx-node01 and hapx-node02",
		"no-quorum-policy=ignore", "2 on ACTIVE", "192.168.4.20  ACTIVE since ")
}
