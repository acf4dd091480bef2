//go:build lab

package trials_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hrun-dev/hrun/files"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// faulty is a recipe with one task that cannot succeed.
type faulty struct{ Fault string }

// large does not fit into the file system that the trial makes.
var large = strings.Repeat("does not fit\n", 50_000)

func (f faulty) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("nodes")
	if err != nil {
		return err
	}
	if f.Fault == "template" {
		template := fstest.MapFS{"motd.tmpl": {Data: []byte("Welcome\nto {{.Nowhere}}\n")}}
		_, err := files.RenderFS(template, "motd.tmpl", map[string]string{"Host": "here"})
		return err
	}
	bad := map[string][]tasks.Task{
		"names":    {file.Content{Path: "/srv/a", Body: "one"}, file.Content{Path: "/srv/a", Body: "two"}},
		"unit":     {systemd.Running("syslogd-journald")},
		"package":  {packages.Set{Names: []string{"tree", "no-such-package"}}},
		"full":     {file.Content{Path: "/srv/small/file", Body: large}},
		"readonly": {file.Content{Path: "/srv/small/file", Body: "new\n"}},
		"lock":     {packages.Set{Names: []string{"tree"}, LockTimeout: 2 * time.Second}},
	}[f.Fault]
	if bad == nil {
		return fmt.Errorf("there is no fault %q", f.Fault)
	}
	p.Stage("faulty", hosts[:1], recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(bad...)
		return nil
	}))
	return nil
}

// What cannot succeed is told in words that name the cause, and leaves things
// as they were.
func TestLabFaultsAreTold(t *testing.T) {
	host := nodes[0]
	on(t, host, "mkdir -p /srv/small && mount -t tmpfs -o size=64k tmpfs /srv/small && echo old >/srv/small/file")
	defer on(t, host, "umount /srv/small && rmdir /srv/small")
	const untouched = "ls -A /srv/small; cat /srv/small/file; dpkg -s tree 2>/dev/null | grep ^Status: || true"
	for _, c := range []struct {
		fault, prepare, restore string
		code                    int
		want                    []string
	}{
		{"template", "", "", 1, []string{`motd.tmpl:2:`, `no entry for key "Nowhere"`}},
		{"names", "", "", 1, []string{`two different tasks are called "file /srv/a"`}},
		{"unit", "", "", 2, []string{"syslogd-journald", "is systemd-journald.service meant?"}},
		{"package", "", "", 2, []string{"no-such-package", "there is no package no-such-package"}},
		{"full", "", "", 2, []string{"file /srv/small/file", "No space left on device"}},
		{"readonly", "mount -o remount,ro /srv/small", "mount -o remount,rw /srv/small", 2, []string{"file /srv/small/file", "Read-only file system"}},
		{"lock", holdLock, "kill $(cat /run/trial.pid)", 2, []string{"gave up after 2 s of waiting for process", "which holds /var/lib/dpkg/lock-frontend"}},
	} {
		t.Run(c.fault, func(t *testing.T) {
			on(t, host, c.prepare)
			defer on(t, host, c.restore)
			before := on(t, host, untouched)
			out, code := hrun(t, "apply", "faulty", "-i", beside("lab.yaml"), "-e", `{"faulty": {"fault": "`+c.fault+`"}}`)
			t.Logf("exit %d\n%s", code, out)
			if code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q", want)
				}
			}
			if after := on(t, host, untouched); after != before {
				t.Errorf("%q became %q", before, after)
			}
		})
	}
}

// holdLock has another process hold dpkg's lock, as another apt would.
const holdLock = `cat >/run/trial.py <<'end'
import fcntl, time
locks = [open(path, "a") for path in ("/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock")]
for lock in locks: fcntl.lockf(lock, fcntl.LOCK_EX)
open("/run/trial.held", "w").close()
time.sleep(600)
end
python3 /run/trial.py >/dev/null 2>&1 &
echo $! >/run/trial.pid
while [ ! -e /run/trial.held ]; do sleep 0.1; done
rm /run/trial.held
`
