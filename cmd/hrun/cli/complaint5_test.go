package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sudoInventory has three hosts where work is done through sudo.
const sudoInventory = `all:
  hosts:
    a: {hrun_state: DIR/a}
    b: {hrun_state: DIR/b}
    c: {hrun_state: DIR/c}
  vars: {ansible_connection: local, ansible_become: true}
`

// TestComplaint5SudoAsksOnce asks for one password for three hosts, gives it to
// each sudo once, and says exactly why sudo refuses.
func TestComplaint5SudoAsksOnce(t *testing.T) {
	const obey = `
while [ "$1" != -- ]; do shift; done; shift; exec "$@"
`
	const ask = `
[ "$1" = -n ] && { echo "sudo: a password is required" >&2; exit 1; }
printf %s "$3" >&2
IFS= read -r password || exit 1
echo "$password" >>DIR/tried
[ "$password" = "right one" ] || { echo "Sorry, try again." >&2; printf %s "$3" >&2; IFS= read -r again; echo "sudo: 1 incorrect password attempt" >&2; exit 1; }
`
	for _, c := range []struct {
		name, sudo, stdin string
		args              []string
		status, tried     int
		says              string
	}{
		{"the right one", ask + obey, "right one\n", []string{"-K"}, 0, 3, ""},
		{"of a file", ask + obey, "", []string{"--become-password-file", "password"}, 0, 3, ""},
		{"the wrong one", ask + obey, "wrong one\nright one\n", []string{"-K"}, 4, 3, "cannot become root: the password is wrong"},
		{"none", ask + obey, "", nil, 4, 0, "cannot become root: a password is needed and none was given"},
		{"no sudoer", `echo "debian is not in the sudoers file." >&2; exit 1`, "", nil, 4, 0, "cannot become root: the login user may not do that"},
		{"a terminal", `echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1`, "", nil, 4, 0, "cannot become root: sudo wants a terminal (requiretty)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{"hosts.yml": sudoInventory, "sudo": "#!/bin/sh\n" + c.sudo, "password": "right one\n"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.ReplaceAll(text, "DIR", dir)), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			var out strings.Builder
			cmd := exec.Command("hrun", append([]string{"exec", "all", "-i", "hosts.yml"}, append(c.args, "--", "echo done")...)...)
			cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(c.stdin), &out, &out
			cmd.Env = append(os.Environ(), "HOME="+dir, "PATH="+dir+":"+os.Getenv("PATH"))
			err := cmd.Run()
			if got := cmd.ProcessState.ExitCode(); got != c.status {
				t.Errorf("exit status %d, %v\n%s", got, err, out.String())
			}
			tried, _ := os.ReadFile(filepath.Join(dir, "tried"))
			if n := strings.Count(string(tried), "\n"); n != c.tried {
				t.Errorf("sudo was given %q", tried)
			}
			if n := strings.Count(out.String(), c.says); c.says != "" && n != 3 {
				t.Errorf("said %d times %q:\n%s", n, c.says, out.String())
			}
			if c.status == 0 && strings.Count(out.String(), "done") != 3 {
				t.Errorf("output %s", out.String())
			}
			if strings.Contains(out.String(), "right one") || strings.Contains(out.String(), "wrong one") {
				t.Errorf("the password is shown: %s", out.String())
			}
		})
	}
}
