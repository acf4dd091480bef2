//go:build lab

package hapx_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Of the API servers in the lab's network there is none: they are down, as in
// a control plane that is still to be made.
const downServers = `{"hapx": {"proxy": {"servers": [
	{"name": "kube-mast01", "address": "192.168.4.11:6443"},
	{"name": "kube-mast02", "address": "192.168.4.12:6443"},
	{"name": "kube-mast03", "address": "192.168.4.13:6443"}]}}}`

// A person who signs in to the page with statistics sees the servers, and sees
// them again after the service has moved, from the other node. With
// HRUN_SCREENSHOTS=DIR the pictures are left in DIR.
func TestLabStatsPageInABrowser(t *testing.T) {
	const page = "http://192.168.4.20:32700/"
	if out, code := cluster.apply(t, "-e", downServers); code != 0 {
		t.Fatalf("exit %d\n%s", code, out)
	}
	defer cluster.converge(t)
	cluster.answers(t)
	active, passive := cluster.active(t)
	b := newBrowser(t, "hrun-test-busybox")

	for _, password := range []string{"", "wrong"} {
		b.signIn("admin", password)
		if status, text := b.open(page); status != 401 || !strings.Contains(text, "401 Unauthorized") {
			t.Errorf("with the password %q the page is %d %q", password, status, text)
		}
	}
	b.signIn("admin", "admin")
	first := b.servers(page)
	b.picture(filepath.Join(pictures(t), "stats-page.png"))

	cluster.on(t, active, "crm node standby "+active+" && crm_resource --wait --timeout=60")
	defer cluster.on(t, active, "crm node online "+active+" && crm_resource --wait --timeout=60")
	cluster.answers(t)
	second := b.servers(page)
	b.picture(filepath.Join(pictures(t), "stats-page-moved.png"))

	if pids := strings.Fields(cluster.on(t, passive, "pgrep -x haproxy")); first == second || !slices.Contains(pids, second) {
		t.Errorf("the pages are of the processes %s and %s; on %s haproxy is %q", first, second, passive, pids)
	}
}

// servers loads the page until it shows all API servers down, which takes their
// checks some seconds, and returns the process that the page is of.
func (b *browser) servers(page string) (pid string) {
	b.t.Helper()
	want := []string{"kube-mast01 DOWN", "kube-mast02 DOWN", "kube-mast03 DOWN"}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Second) {
		status, text := b.open(page)
		heading := regexp.MustCompile(`Statistics Report for pid (\d+)`).FindStringSubmatch(text)
		if status != 200 || heading == nil {
			b.t.Fatalf("the page is %d %q", status, text)
		}
		got := b.rows()
		if slices.Equal(got, want) {
			return heading[1]
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("the servers are %q, want %q", got, want)
		}
	}
}

// pictures is where the pictures go.
func pictures(t *testing.T) string {
	if dir := os.Getenv("HRUN_SCREENSHOTS"); dir != "" {
		return dir
	}
	return t.TempDir()
}
