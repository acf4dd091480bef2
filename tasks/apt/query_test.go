package apt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const database = `Package: haproxy
Status: install ok installed
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

// realQuery runs the probe of the real dpkg-query on a database of its own.
func realQuery(t *testing.T, status string, names ...string) taskstest.Result {
	t.Helper()
	h := taskstest.NewHost(t, "dash", nil)
	if err := os.MkdirAll(filepath.Join(h.Root, "updates"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(h.Root, "info"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(h.Root, "status"), []byte(status), 0o644); err != nil {
		t.Fatal(err)
	}
	return h.Run("export DPKG_ADMINDIR=" + sh.Word(h.Root) + "\n" + Packages{Names: names}.Probe())
}

func TestRealDpkgQuery(t *testing.T) {
	r := realQuery(t, database, "haproxy", "corosync", "nope", "balancer")
	if r.Status != 0 || r.Stdout != "balancer||not-installed\ncorosync|amd64|config-files\nhaproxy|amd64|installed\n" {
		t.Errorf("probe exited with %d and printed %q, %q", r.Status, r.Stdout, r.Stderr)
	}
}

// A database that dpkg cannot read must not look like one without packages.
func TestRealDpkgQueryOnBrokenDatabase(t *testing.T) {
	r := realQuery(t, "Package haproxy\nnonsense", "haproxy")
	if r.Status != 2 || !strings.Contains(r.Stderr, "parsing file") {
		t.Errorf("probe exited with %d and printed %q, want status 2", r.Status, r.Stderr)
	}
}
