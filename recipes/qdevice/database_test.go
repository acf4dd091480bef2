package qdevice

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// made has the database of noon be there, and then something happen to it.
func made(then string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		script := "cd " + sh.Word(root) + "\n" + sh.Group(node(t, root+"/nssdb", "hapx-node01", "\x01", noon).make()) + "\n" + sh.Script(then)
		cmd := exec.Command("sh", "-e")
		cmd.Stdin = strings.NewReader(string(script))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
}

// tools are those of libnss3-tools, wherever they are.
func tools(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"certutil", "pk12util"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = "exec " + path + ` "$@"`
	}
	return all
}

// The real certutil and pk12util make the databases, and each reason to replace
// one is a case of its own.
func TestDatabaseConforms(t *testing.T) {
	at := func(name string, inSync bool, then string, task func(root string) tasks.Task) taskstest.Case {
		return taskstest.Case{Name: name, InSync: inSync, Task: task, Setup: made(then), MachineTools: true, Commands: tools(t)}
	}
	of := func(name, secret string, after time.Duration) func(string) tasks.Task {
		return func(root string) tasks.Task { return node(t, root+"/nssdb", name, secret, noon.Add(after)) }
	}
	ours := of("hapx-node01", "\x01", 0)
	const db = "-d sql:nssdb -f nssdb/pwdfile.txt"
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: ours, MachineTools: true, Commands: tools(t)},
		at("at once", true, "", ours),
		at("with a third left", true, "", of("hapx-node01", "\x01", 16*time.Hour)),
		at("with less than a third left", false, "", of("hapx-node01", "\x01", 16*time.Hour+time.Second)),
		at("ended", false, "", of("hapx-node01", "\x01", 25*time.Hour)),
		at("of a time to come", false, "", of("hapx-node01", "\x01", -2*time.Hour)),
		at("another authority", false, "", of("hapx-node01", "\x02", 0)),
		at("another node's", false, "", of("hapx-node02", "\x01", 0)),
		at("no key", false, "certutil -L "+db+" -n 'Cluster Cert' -a >cert; certutil -F "+db+" -n 'Cluster Cert'; certutil -A "+db+" -n 'Cluster Cert' -t ,, -a -i cert", ours),
		at("no certificate", false, "certutil -D "+db+" -n 'Cluster Cert'", ours),
		at("no authority", false, "certutil -D "+db+" -n 'QNet CA'", ours),
		at("an authority that is not trusted", false, "certutil -M "+db+" -n 'QNet CA' -t ,,", ours),
		at("another certificate besides", false, "certutil -L "+db+" -n 'QNet CA' -a >cert; certutil -S "+db+" -n 'another' -s CN=another -x -t ,, -z cert", ours),
		at("a key that all may read", false, "chmod 644 nssdb/*", ours),
		at("what was left half done", true, "mkdir nssdb.new nssdb.old; : >nssdb.new/import", ours),
	)
}

func TestDatabaseCannotLook(t *testing.T) {
	h := taskstest.NewHost(t, "dash", tools(t))
	task := node(t, h.Root+"/nssdb", "hapx-node01", "\x01", noon)
	made("")(t, h.Root)
	if err := os.WriteFile(filepath.Join(h.Root, "nssdb/cert9.db"), []byte("this is none"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := h.Run(task.Probe()); r.Status == 0 {
		t.Errorf("a database that is damaged is taken for one: %q", r.Stdout)
	}
	if _, err := task.Plan("no certutil\n"); err == nil || !strings.Contains(err.Error(), "libnss3-tools") {
		t.Errorf("without certutil: %v", err)
	}
	for _, got := range []string{"", "x", "root:root 700\n", "root:root 700\n600\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if c, err := task.Plan(got); err == nil && c.Empty() {
			t.Errorf("%q is taken for what is wanted", got)
		}
	}
}

// What is shown says until when, of whom and by whom, and no more.
func TestDatabaseIsShown(t *testing.T) {
	task := node(t, "/x", "hapx-node01", "\x01", noon)
	_, after := task.Sample()
	c, err := node(t, "/x", "hapx-node01", "\x01", noon.Add(17*time.Hour)).Plan(after)
	if err != nil || len(c.Steps) != 1 {
		t.Fatalf("%d steps, %v", len(c.Steps), err)
	}
	for _, want := range []string{"haproxy-cluster of key ", ", signed by QNet CA\n", "until 2026-03-02T12:00:00Z\n", "to be renewed from 2026-03-02T04:00:00Z\n"} {
		if !strings.Contains(c.Steps[0].Was, want) {
			t.Errorf("%q does not say %q", c.Steps[0].Was, want)
		}
	}
	if c, err := task.Plan(after); err != nil || !c.Empty() || c.Found != "in force until 2026-03-02T12:00:00Z" {
		t.Errorf("%+v, %v", c, err)
	}
}
