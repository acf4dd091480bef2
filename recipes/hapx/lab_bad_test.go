//go:build lab

package hapx_test

import (
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// run runs a program on this machine.
func run(t *testing.T, dir, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// edited writes a variant of the example's inventory beside it, so that its
// keys and secrets are the same, and returns its path.
func edited(t *testing.T, old, new string) string {
	t.Helper()
	text, err := os.ReadFile(cluster.inventory)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("the inventory has no %q", old)
	}
	path := filepath.Join(filepath.Dir(cluster.inventory), fmt.Sprintf("edited%d.yaml", fnv32(new)))
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Each of these is refused before anything is contacted: the machines' journals
// show no login.
func TestLabBadInputIsRefusedBeforeAnythingIsContacted(t *testing.T) {
	logins := "journalctl -q -u ssh | grep -c 'Accepted publickey' || true"
	before := cluster.on(t, "busybox", logins)
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.yaml")
	for path, text := range map[string]string{broken: "all:\n  hosts: [unclosed\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		name, inventory, want string
		extra                 []string
		code                  int
	}{
		{"an unknown parameter", edited(t, "    vip:", "    vipp:"), `edited.*\.yaml:\d+: hapx: unknown parameter "vipp" \(did you mean "vip"\?\)`, nil, 1},
		{"a VIP that is no prefix", edited(t, "192.168.4.20/27", "192.168.4.20"), `edited.*\.yaml:\d+: hapx: .*vip`, nil, 1},
		{"an authkey of 64 bytes", cluster.inventory, `64 bytes`, []string{"-e", `{"hapx": {"auth_key": "` + strings.Repeat("k", 64) + `"}}`}, 1},
		{"an inventory that is not YAML", broken, `broken\.yaml:2`, nil, 1},
		{"an unknown recipe", cluster.inventory, `did you mean "hapx"`, nil, 5},
		{"a pattern without a match", cluster.inventory, `hapx-node03`, []string{"-l", "hapx-node03"}, 5},
		{"an unknown flag", cluster.inventory, `--chek`, []string{"--chek"}, 64},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			recipe := "recipes/hapx"
			if c.name == "an unknown recipe" {
				recipe = "hapxx"
			}
			out, code := cluster.hrun(t, append([]string{"apply", recipe, "-i", c.inventory}, c.extra...)...)
			if code != c.code || !regexp.MustCompile(c.want).MatchString(out) {
				t.Errorf("exit %d, want %d and %q:\n%s", code, c.code, c.want, out)
			}
		})
	}
	group := filepath.Join(dir, "empty.yaml")
	if err := os.WriteFile(group, []byte("all:\n  hosts: {a: {}}\n  children: {hapx: {}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := cluster.hrun(t, "apply", "recipes/hapx", "-i", group); code != 1 || !strings.Contains(out, `"hapx"`) {
		t.Errorf("an empty group: exit %d\n%s", code, out)
	}
	if after := cluster.on(t, "busybox", logins); number(t, after) != number(t, before)+1 { // our own look
		t.Errorf("something was contacted: %s logins became %s", before, after)
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLabUnreachableHostIsToldAndTheOthersAreBroughtUp(t *testing.T) {
	active, passive := cluster.active(t)
	bad := edited(t, "        "+passive+":", "        "+passive+":\n          ansible_port: 9")
	cluster.on(t, active, "systemctl disable pacemaker")
	out, code := cluster.hrun(t, "apply", "recipes/hapx", "-i", bad)
	if code != 4 || !strings.Contains(out, passive) || !strings.Contains(out, "unreachable=1") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if state := cluster.on(t, active, "systemctl is-enabled pacemaker"); state != "enabled\n" {
		t.Errorf("the other host was not brought up: %s", state)
	}
}

func TestLabChangedHostKeyIsRefused(t *testing.T) {
	known := filepath.Join(cluster.dir, "examples/.hrun/known_hosts")
	good, err := os.ReadFile(known)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.WriteFile(known, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}()
	dir := t.TempDir()
	if out, err := run(t, dir, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "other"); err != nil {
		t.Fatal(out)
	}
	other, err := os.ReadFile(filepath.Join(dir, "other.pub"))
	if err != nil {
		t.Fatal(err)
	}
	key := strings.Fields(string(other))[1]
	lines := strings.Split(string(good), "\n")
	at := 0
	for i, line := range lines {
		if f := strings.Fields(line); len(f) >= 3 && f[0] == "hapx-node02" && f[1] == "ssh-ed25519" {
			lines[i], at = f[0]+" "+f[1]+" "+key, i+1
		}
	}
	if at == 0 {
		t.Fatalf("hapx-node02 is not on record:\n%s", good)
	}
	if err := os.WriteFile(known, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := cluster.apply(t)
	if code != 4 || !strings.Contains(out, known+":"+strconv.Itoa(at)) {
		t.Errorf("exit %d, want 4 and %s:%d\n%s", code, known, at, out)
	}
}

func TestLabSudoPassword(t *testing.T) {
	node := "hapx-node02"
	cluster.on(t, node, `useradd -m -s /bin/bash clerk && echo clerk:Right-One | chpasswd && echo 'clerk ALL=(ALL) ALL' >/etc/sudoers.d/clerk`)
	defer cluster.on(t, node, "userdel -r clerk 2>&1; rm /etc/sudoers.d/clerk")
	password := filepath.Join(t.TempDir(), "password")
	for _, c := range []struct {
		password, want string
		code           int
	}{{"Wrong-One", "the password is wrong", 4}, {"", "a password is needed", 4}, {"Right-One", "changed=0", 0}} {
		args := []string{"-l", node, "-u", "clerk"}
		if c.password != "" {
			if err := os.WriteFile(password, []byte(c.password+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, "--become-password-file", password)
		}
		out, code := cluster.apply(t, args...)
		if code != c.code || !strings.Contains(out, c.want) || c.password != "" && strings.Contains(out, c.password) {
			t.Errorf("password %q: exit %d, want %d and %q\n%s", c.password, code, c.code, c.want, out)
		}
	}
}

func TestLabBadProxyConfigurationIsRefusedAndHaproxyGoesOn(t *testing.T) {
	active, _ := cluster.active(t)
	before := cluster.on(t, active, "pgrep -x haproxy; sha256sum /etc/haproxy/haproxy.cfg")
	out, code := cluster.apply(t, "-e", `{"hapx": {"proxy": {"balance": "nonsense"}}}`)
	if code != 2 || !strings.Contains(out, "balance only supports") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if after := cluster.on(t, active, "pgrep -x haproxy; sha256sum /etc/haproxy/haproxy.cfg"); after != before {
		t.Errorf("%q became %q", before, after)
	}
	cluster.converge(t)
}

// fnv32 tells variants of the inventory apart.
func fnv32(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}
