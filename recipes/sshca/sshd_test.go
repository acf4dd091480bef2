package sshca

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestEffectivePlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{"effective": effective{"/etc/ssh/ca.pub"}})
}

// below moves the paths of the role's tasks below root. Owners are left out,
// because not every user may set them.
func below(t testing.TB, root string, h *recipes.Host) []tasks.Task {
	t.Helper()
	var ts []tasks.Task
	for _, w := range h.Work {
		switch task := w.Task.(type) {
		case file.Content:
			task.Path, task.Owner = root+task.Path, ""
			task.Body = strings.Replace(task.Body, "TrustedUserCAKeys ", "TrustedUserCAKeys "+root, 1)
			ts = append(ts, task)
		case file.Directory:
			task.Path, task.Owner = root+task.Path, ""
			ts = append(ts, task)
		case file.Line:
			task.Path = root + task.Path
			task.Line = strings.Replace(task.Line, "/etc", root+"/etc", 1)
			task.Match = strings.Replace(task.Match, "/etc", root+"/etc", 1)
			ts = append(ts, task)
		case effective:
			ts = append(ts, effective{root + task.Path})
		default:
			t.Fatalf("unexpected task %s", task)
		}
	}
	return ts
}

// The real sshd trusts the authority after the role has been played, whatever
// its configuration looked like before: also where it ends in a Match block.
func TestSSHDTrustsTheAuthority(t *testing.T) {
	key, _ := authority(t)
	work, err := build(Trust{CA: key})
	if err != nil {
		t.Fatal(err)
	}
	for name, before := range map[string]string{
		"no include":  "PasswordAuthentication no\nMatch User git\n  AllowTcpForwarding no\n",
		"an include":  "Include ROOT/etc/ssh/sshd_config.d/*.conf\nUsePAM no\n",
		"odd include": "# local\n  include\tROOT/etc/ssh/sshd_config.d/*.conf  \n",
	} {
		h, sshd := newSSHD(t, before)
		for i, task := range below(t, h.Root, work) {
			if _, ok := task.(effective); ok && i == len(work.Work)-1 {
				out, err := exec.Command(sshd[0], append(sshd[1:], "-T")...).Output()
				if err != nil || !strings.Contains(string(out), "trustedusercakeys "+h.Root+"/etc/ssh/ca.pub\n") {
					t.Errorf("%s: sshd does not trust the authority: %v", name, err)
				}
			}
			if _, r := h.Apply(task); r.Status != 0 {
				t.Errorf("%s: %s: %v", name, task, r.Err())
			}
			if left, err := h.Plan(task); err != nil || !left.Empty() {
				t.Errorf("%s: %s is not done: %v, %v", name, task, left, err)
			}
		}
	}
}

// newSSHD returns a host with a configuration, and the real sshd's command line
// for it. On the host, sshd stands for that command line.
func newSSHD(t *testing.T, before string) (*taskstest.Host, []string) {
	t.Helper()
	if os.Getuid() == 0 { // sshd wants its empty directory, which the machine's own may not have made
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	keys := t.TempDir()
	hostKey := filepath.Join(keys, "host")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	h := taskstest.NewHost(t, "dash", map[string]string{
		"sshd": `case $* in *-f*) ;; *) set -- -f "$ROOT/etc/ssh/sshd_config" "$@" ;; esac
exec /usr/sbin/sshd -h ` + hostKey + ` "$@"`,
	})
	if err := os.MkdirAll(filepath.Join(h.Root, "etc/ssh"), 0o755); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(h.Root, "etc/ssh/sshd_config")
	if err := os.WriteFile(config, []byte(strings.ReplaceAll(before, "ROOT", h.Root)), 0o644); err != nil {
		t.Fatal(err)
	}
	return h, []string{"/usr/sbin/sshd", "-h", hostKey, "-f", config}
}

// Another setting that comes first is found, and named.
func TestAnotherAuthorityIsNamed(t *testing.T) {
	h, _ := newSSHD(t, "TrustedUserCAKeys /etc/ssh/other.pub\n")
	if _, err := h.Plan(effective{"/etc/ssh/ca.pub"}); err == nil || !strings.Contains(err.Error(), "is /etc/ssh/other.pub, want /etc/ssh/ca.pub") {
		t.Errorf("error is %v", err)
	}
}
