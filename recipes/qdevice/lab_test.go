//go:build lab

package qdevice_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/qdevice"
	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// with is the inventory's line that names the arbiter.
const with = "      arbiter: busybox\n"

// TestLabArbiter asks two nodes and an arbiter all that is promised of them.
// Each step finds the cluster well, with the arbiter, and leaves it so.
func TestLabArbiter(t *testing.T) {
	l := labtest.New(t, "../../examples/hapx.yaml", "arbiter", "22744",
		"      cluster: haproxy-cluster\n", "      cluster: haproxy-cluster\n"+with,
		"      verify: {backends: none}", "      failover: {crash: 15s}\n      verify: {backends: none}")
	for _, step := range []struct {
		name string
		do   func(*testing.T, *labtest.Lab)
	}{
		{"from nothing", fromNothing},
		{"cut", cut},
		{"arbiter is away", away},
		{"renewed", renewed},
		{"another authority", replaced},
		{"wrong certificate", wrong},
		{"taken away and given back", offAndOn},
		{"crash", crash},
	} {
		if !t.Run(step.name, func(t *testing.T) { step.do(t, l) }) {
			for _, m := range []string{first, second} {
				t.Log(l.Try(t, m, "corosync-quorumtool -s; corosync-qdevice-tool -sv; crm_mon -1; journalctl -u corosync-qdevice -n 20 --no-pager"))
			}
			t.Log(l.Try(t, arbiter, "corosync-qnetd-tool -lv; journalctl -u corosync-qnetd -n 20 --no-pager"))
			return
		}
	}
}

// again expects that a second run changes nothing, and that all is well.
func again(t *testing.T, l *labtest.Lab) {
	t.Helper()
	events, code := l.Events(t, "hapx")
	if sum := labtest.Total(events); code != 0 || sum.Changed+sum.Failed+sum.Waiting > 0 {
		t.Errorf("a second run: exit %d, %+v", code, sum)
	}
	well(t, l)
}

// well expects hapx/verify to find nothing.
func well(t *testing.T, l *labtest.Lab) {
	t.Helper()
	if out, errs, code := l.Run(t, "apply", "hapx/verify"); code != 0 {
		t.Errorf("verify: exit %d\n%s%s", code, out, errs)
	}
}

// finds expects hapx/verify to name what is wrong.
func finds(t *testing.T, l *labtest.Lab, wants ...string) {
	t.Helper()
	events, code := l.Events(t, "hapx/verify")
	var said strings.Builder
	for _, e := range events {
		if e.Result == "failed" {
			said.WriteString(e.Host + ": " + e.Task + ": " + e.Error + "\n")
		}
	}
	for _, want := range wants {
		if !strings.Contains(said.String(), want) {
			t.Errorf("verify does not say %q: exit %d\n%s", want, code, said.String())
		}
	}
}

// A check of machines that have nothing says what will be done, and does not do
// it.
func fromNothing(t *testing.T, l *labtest.Lab) {
	l.Apply(t, "busybox")
	if out, errs, code := l.Run(t, "apply", "hapx", "--check"); code != 0 || !strings.Contains(out, "certificates in /etc/corosync/qdevice/net/nssdb") {
		t.Errorf("check: exit %d\n%s%s", code, out, errs)
	}
	for _, m := range []string{arbiter, first, second} {
		l.On(t, m, "! [ -e /etc/corosync ]")
	}
	l.Apply(t, "hapx")
	again(t, l)
}

// The half that has the address keeps it, whichever that is, and the other half
// knows that it has lost.
func cut(t *testing.T, l *labtest.Lab) {
	for _, long := range []time.Duration{30 * time.Second, 15 * time.Second} {
		holder := holders(l)
		w := begin(t, l)
		l.Cut(t, first, second)
		time.Sleep(long)
		l.On(t, holder, "corosync-quorumtool -s | grep '^Quorate: *Yes'")
		l.On(t, other(holder), "corosync-quorumtool -s | grep '^Quorate: *No'")
		if long == 30*time.Second {
			finds(t, l, other(holder)+": vote of the arbiter", "the cluster is split")
		}
		l.Mend(t, first, second)
		eventually(t, l, other(holder), "corosync-quorumtool -s | grep '^Quorate: *Yes'")
		eventually(t, l, first, "crm_mon -1 | grep 'Online: . "+first+" "+second+" .'")
		w.stayed(t)
		l.On(t, holder, "crm_standby -v on && crm_resource --wait --timeout 30 && crm_standby -D && crm_resource --wait --timeout 30")
		if now := holders(l); now != other(holder) {
			t.Fatalf("the address did not move: %q", now)
		}
	}
	well(t, l)
}

func away(t *testing.T, l *labtest.Lab) {
	w := begin(t, l)
	l.On(t, arbiter, "systemctl stop corosync-qnetd")
	time.Sleep(10 * time.Second)
	l.On(t, first, "corosync-quorumtool -s | grep '^Quorate: *Yes'")
	finds(t, l, "busybox: nodes at the arbiter: corosync-qnetd does not answer", "busybox: unit corosync-qnetd", first+": vote of the arbiter: the arbiter at 192.168.4.30:5403 does not vote")
	l.On(t, arbiter, "systemctl start corosync-qnetd")
	for _, m := range []string{first, second} {
		eventually(t, l, m, "corosync-quorumtool -s | grep 'A,V,.*(local)'")
	}
	w.stayed(t)
	well(t, l)
}

// ends returns until when the certificates of all three machines count.
func ends(t *testing.T, l *labtest.Lab) string {
	t.Helper()
	look := func(m, db, nick string) string {
		return l.On(t, m, "certutil -L -d sql:"+db+" -n '"+nick+"' | grep 'Not After'")
	}
	const node = "/etc/corosync/qdevice/net/nssdb"
	return look(arbiter, "/etc/corosync/qnetd/nssdb", "QNetd Cert") + look(first, node, "Cluster Cert") + look(second, node, "Cluster Cert")
}

func renewed(t *testing.T, l *labtest.Lab) {
	was := ends(t, l)
	l.Edit(t, with, with+"      device: {valid: 100h}\n")
	w := begin(t, l)
	l.Apply(t, "hapx")
	w.stayed(t)
	if now := ends(t, l); now == was {
		t.Errorf("the certificates are the old ones: %s", was)
	}
	again(t, l)
}

// A new secret makes an authority that nobody knows yet.
func replaced(t *testing.T, l *labtest.Lab) {
	if err := os.Remove(filepath.Join(l.Dir, ".hrun/secrets", qdevice.AuthoritySecret)); err != nil {
		t.Fatal(err)
	}
	finds(t, l, "busybox: certificates in /etc/corosync/qnetd/nssdb")
	w := begin(t, l)
	l.Apply(t, "hapx")
	w.stayed(t)
	again(t, l)
}

func wrong(t *testing.T, l *labtest.Lab) {
	const db = "/etc/corosync/qdevice/net/nssdb"
	l.On(t, second, "cd "+db+" && certutil -L -d sql:. -n 'Cluster Cert' -a >/root/c && certutil -F -d sql:. -f pwdfile.txt -n 'Cluster Cert' && certutil -A -d sql:. -f pwdfile.txt -n 'Cluster Cert' -t ,, -a -i /root/c && systemctl restart corosync-qdevice || :")
	finds(t, l, second+": certificates in "+db, second+": vote of the arbiter", "busybox: nodes at the arbiter: only 1 of 2")
	if out, _, code := l.Run(t, "apply", "hapx", "--check", "--diff"); code != 0 || !strings.Contains(out, "its key is missing") {
		t.Errorf("check: exit %d\n%s", code, out)
	}
	w := begin(t, l)
	l.Apply(t, "hapx")
	w.stayed(t)
	again(t, l)
}

// A cluster that runs changes from the one to the other and back, and nothing of
// the device is left in between.
func offAndOn(t *testing.T, l *labtest.Lab) {
	w := begin(t, l)
	l.Edit(t, with, "")
	l.Apply(t, "hapx")
	again(t, l)
	for _, m := range []string{first, second} {
		l.On(t, m, "! systemctl is-active -q corosync-qdevice && ! systemctl is-enabled -q corosync-qdevice && ! [ -e /etc/corosync/qdevice ] && ! grep -q device /etc/corosync/corosync.conf")
		l.On(t, m, "corosync-quorumtool -s | grep '^Flags:.*2Node'")
	}
	l.Edit(t, "      cluster: haproxy-cluster\n", "      cluster: haproxy-cluster\n"+with)
	l.Apply(t, "hapx")
	w.stayed(t)
	again(t, l)
}

// The node that is left has the arbiter's vote, and takes over.
func crash(t *testing.T, l *labtest.Lab) {
	out := l.Apply(t, "hapx/failover")
	for line := range strings.Lines(out) {
		if strings.Contains(line, "without an answer") {
			t.Log(strings.TrimSpace(line))
		}
	}
	again(t, l)
}
