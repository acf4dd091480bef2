// Package debiantest makes scratch Debian hosts, with the real apt, dpkg and
// debconf of this machine, toy packages, and databases of their own.
package debiantest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// enter makes the scratch directory the root of a shell in a mount namespace of
// its own, which ends with the shell. Of this machine it sees the programs,
// which it cannot write to, and the processes.
const enter = `mount --bind /usr "$ROOT/usr" && mount -o remount,bind,ro "$ROOT/usr" &&
mount --rbind /proc "$ROOT/proc" && mount --rbind /dev "$ROOT/dev" && exec chroot "$ROOT" "$@"`

// files of a host that has nothing of interest installed.
var files = map[string]string{
	"etc/passwd":                         "root:x:0:0:root:/root:/bin/sh\n",
	"etc/group":                          "root:x:0:\n",
	"etc/apt/apt.conf.d/test":            "APT::Sandbox::User \"root\";\n",
	"etc/apt/sources.list.d/toy.sources": "Types: deb\nURIs: copy:/repo\nSuites: ./\nTrusted: yes\n",
	"var/lib/dpkg/status":                "Package: base\nStatus: install ok installed\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: what every host has\n\n",
	"var/lib/dpkg/info/base.list":        "",
	"var/lib/dpkg/available":             "",
	"repo/Packages":                      "",
}

var directories = []string{
	"usr", "proc", "dev", "tmp", "root", "opt", "run", "etc/alternatives", "etc/dpkg", "etc/apt/preferences.d", "etc/apt/keyrings",
	"var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/alternatives", "var/lib/dpkg/triggers",
	"var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "var/cache/debconf", "var/log/apt",
}

// NewHost makes a host whose one source of packages is the directory /repo,
// which is empty. Its shell is of the kind "dash" or "busybox", its tools are
// this machine's. Scripts on it see its root as theirs. It ends with the test,
// and only root can make it.
func NewHost(t testing.TB, kind string) *taskstest.Host {
	t.Helper()
	if kind == "busybox" {
		kind = "ash"
	}
	h := taskstest.NewHost(t, kind, nil)
	for _, d := range directories {
		must(t, os.MkdirAll(filepath.Join(h.Root, d), 0o755))
	}
	for _, l := range []string{"bin", "sbin", "lib", "lib64"} {
		must(t, os.Symlink("usr/"+l, filepath.Join(h.Root, l)))
	}
	for name, body := range files {
		Write(t, h, name, body)
	}
	awk, err := os.Readlink("/etc/alternatives/awk")
	must(t, err)
	must(t, os.Symlink(awk, filepath.Join(h.Root, "etc/alternatives/awk")))
	debconf, err := os.ReadFile("/etc/debconf.conf")
	must(t, err)
	Write(t, h, "etc/debconf.conf", string(debconf))
	h.Shell.Argv = append([]string{"unshare", "-m", "sh", "-c", enter, "sh"}, h.Shell.Argv...)
	return h
}

// Write writes a file of the host and the directories that it lies in.
func Write(t testing.TB, h *taskstest.Host, name, body string) {
	t.Helper()
	path := filepath.Join(h.Root, name)
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(body), 0o644))
}

// Package is a toy package. It installs the file /opt/NAME, which holds its
// version.
type Package struct {
	Name, Version string
	Control       string            // further lines of its control file, e.g. "Depends: aa\n"
	Scripts       map[string]string // further control files, e.g. "postinst"
	Files         map[string]string // further files that it installs
}

// Publish adds packages to the host's source. What the host knows of it is
// older than that.
func Publish(t testing.TB, h *taskstest.Host, packages ...Package) {
	t.Helper()
	for _, p := range packages {
		p.build(t, h)
	}
	Write(t, h, "repo/Packages", archive(t, h, "packages"))
	Write(t, h, "repo/Release", archive(t, h, "release"))
}

func archive(t testing.TB, h *taskstest.Host, verb string) string {
	t.Helper()
	cmd := exec.Command("apt-ftparchive", verb, ".")
	cmd.Dir = filepath.Join(h.Root, "repo")
	out, err := cmd.Output()
	must(t, err)
	return string(out)
}

func (p Package) build(t testing.TB, h *taskstest.Host) {
	t.Helper()
	dir := t.TempDir()
	body := map[string]string{
		"opt/" + p.Name: p.Version + "\n",
		"DEBIAN/control": "Package: " + p.Name + "\nVersion: " + p.Version +
			"\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: toy\n" + p.Control,
	}
	for name, s := range p.Scripts {
		body["DEBIAN/"+name] = s
	}
	for name, s := range p.Files {
		body[name] = s
	}
	for name, s := range body {
		path := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(s), 0o755))
	}
	file := filepath.Join(h.Root, "repo", p.Name+"_"+strings.ReplaceAll(p.Version, ":", "%3a")+"_all.deb")
	if out, err := exec.Command("dpkg-deb", "--build", "--root-owner-group", "-Znone", dir, file).CombinedOutput(); err != nil {
		t.Fatalf("dpkg-deb: %v\n%s", err, out)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
