package packages

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

const database = `Package: haproxy
Status: hold ok installed
Architecture: amd64
Version: 2.6.12
Maintainer: x
Description: x
Provides: balancer

Package: corosync
Status: deinstall ok config-files
Architecture: amd64
Version: 3.1.7
Maintainer: x
Description: x

`

func TestRealDpkgQuery(t *testing.T) {
	h := debiantest.NewHost(t, "dash")
	debiantest.Write(t, h, "var/lib/dpkg/status", database)
	got := h.Probe(Set{Names: []string{"haproxy", "corosync", "nope", "balancer"}})
	want := "apt\nbalancer||not-installed||unknown\ncorosync|amd64|config-files|3.1.7|deinstall\nhaproxy|amd64|installed|2.6.12|hold\n"
	if got != want {
		t.Errorf("probe printed %q, want %q", got, want)
	}
}

// A database that dpkg cannot read must not look like one without packages.
func TestRealDpkgQueryOnBrokenDatabase(t *testing.T) {
	h := debiantest.NewHost(t, "dash")
	debiantest.Write(t, h, "var/lib/dpkg/status", "Package haproxy\nnonsense")
	r := h.Run(Set{Names: []string{"haproxy"}}.Probe())
	if r.Status != 2 || !strings.Contains(r.Stderr, "parsing file") {
		t.Errorf("probe exited with %d and printed %q, want status 2", r.Status, r.Stderr)
	}
}

func TestNoPackageManager(t *testing.T) {
	h := debiantest.NewHost(t, "dash")
	debiantest.Write(t, h, "var/lib/dpkg/status", "")
	r := h.Run(Set{Names: []string{"haproxy"}}.Probe())
	if r.Status != 1 || !strings.Contains(r.Stderr, "neither apt, apk nor dnf") {
		t.Errorf("probe exited with %d and printed %q, want status 1", r.Status, r.Stderr)
	}
}
