package runner_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport/faketransport"
	"github.com/hrun-dev/hrun/tasks/file"
)

// A host needs no Python, nor anything else than a shell and its usual tools:
// here a whole system that is made of busybox, and of the flock that Debian's
// busybox leaves out.
func TestComplaint24NothingOnTheHostButAShell(t *testing.T) {
	t.Parallel()
	root := busyboxSystem(t)
	host := inventory.Host{Name: "tiny"}
	l := &lab{t: t, host: []inventory.Host{host}}
	stage := l.stage("files", func(h *recipes.Host) {
		ring := h.Handler("ring", action{Name: "ring", Log: "/bell"})
		h.Do(file.Directory{Path: "/etc/app"})
		h.DoThen(file.Content{Path: "/etc/app/conf", Body: "it's $HOME\n", Mode: 0o640}, ring)
		h.DoThen(file.Line{Path: "/etc/app/lines", Line: "more", Create: true}, ring)
	})
	for _, want := range []int{4, 0} {
		r := &runner.Runner{Dialer: &faketransport.Dialer{Hosts: map[string]*faketransport.Host{"tiny": {Run: func(program io.Reader, stdout, stderr io.Writer) int {
			cmd := exec.CommandContext(t.Context(), "unshare", "--mount", "--map-root-user", "sh", "-c",
				`mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" /bin/sh`, "sh", root)
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/"}
			cmd.Stdin, cmd.Stdout, cmd.Stderr = program, stdout, stderr
			_ = cmd.Run()
			return cmd.ProcessState.ExitCode()
		}}}}}
		sum, err := r.Run(t.Context(), []*recipes.Stage{stage})
		if err != nil {
			t.Fatal(err)
		}
		if got := sum.Hosts["tiny"].Changed; got != want {
			t.Errorf("%d changes, want %d", got, want)
		}
	}
	for name, want := range map[string]string{"etc/app/conf": "it's $HOME\n", "etc/app/lines": "more\n", "bell": "ring\n"} {
		if got, err := os.ReadFile(filepath.Join(root, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// busyboxSystem makes a root directory that has busybox and flock, what they
// are linked to, and nothing else.
func busyboxSystem(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		t.Fatal(err)
	}
	flock, err := exec.LookPath("flock")
	if err != nil {
		t.Fatal(err)
	}
	files := []string{busybox, flock}
	for _, program := range files {
		linked, _ := exec.Command("ldd", program).Output() // fails where it is linked to nothing
		files = append(files, regexp.MustCompile(`/\S+`).FindAllString(strings.ReplaceAll(string(linked), program+":", ""), -1)...)
	}
	for _, dir := range []string{"bin", "etc", "proc", "dev", "tmp", "var/lib"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err == nil {
			err = os.MkdirAll(filepath.Join(root, filepath.Dir(f)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(root, f), body, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	list, err := exec.Command(busybox, "--list").Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.Lines(string(list)) {
		link := filepath.Join(root, "bin", strings.TrimSpace(name))
		if err := os.Symlink(busybox, link); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
	}
	return root
}
