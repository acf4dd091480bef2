package systemd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var backup = UnitFile{Name: "backup.service", Body: "[Service]\nType=oneshot\nExecStart=/usr/local/bin/not-there-yet\n"}

// manager stands in for systemctl: what has been read is a digest of all files,
// below $ROOT; without it the unit is not loaded.
const manager = `
digest() { (cd "$ROOT/system" && find . -type f -exec sha256sum {} + | sort | sha256sum); }
case $1 in
show)
	for unit; do :; done
	if [ -e "$ROOT/system/masked" ]; then printf '%s\n' LoadState=masked FragmentPath=/x NeedDaemonReload=yes; exit; fi
	echo LoadState=loaded
	echo FragmentPath=
	if [ -f "$ROOT/read" ] && [ "$(cat "$ROOT/read")" != "$(digest)" ]; then echo NeedDaemonReload=yes; else echo NeedDaemonReload=no; fi ;;
daemon-reload) digest >"$ROOT/read" ;;
*) exit 9 ;;
esac`

// files returns a Setup of unit files, by name, of which systemd has read
// other ones if read is not empty.
func files(read string, bodies map[string]string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.Mkdir(root+"/system", 0o755); err != nil {
			t.Fatal(err)
		}
		for name, body := range bodies {
			if err := os.MkdirAll(filepath.Dir(root+"/system/"+name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(root+"/system/"+name, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if read != "" {
			if err := os.WriteFile(root+"/read", []byte(read), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestUnitFileConforms(t *testing.T) {
	in := func(f UnitFile) func(string) tasks.Task {
		return func(root string) tasks.Task {
			f.directory = root + "/system"
			return f
		}
	}
	backup := backup
	backup.Unverified = true // it takes its time, and the template is verified
	template := UnitFile{Name: `it\x2ds@.service`, Body: "[Service]\nExecStart=/bin/echo 'it''s' \"$HOME\" `x` %i\n"}
	cases := []taskstest.Case{
		{Name: "new", Task: in(backup), Setup: files("", nil)},
		{Name: "differs", Task: in(backup), Setup: files("older", map[string]string{backup.Name: "[Service]\nExecStart=/bin/true\n"})},
		{Name: "crashed before it was read", Task: in(backup), Setup: files("older", map[string]string{backup.Name: backup.Body})},
		{Name: "in sync", Task: in(backup), Setup: files("", map[string]string{backup.Name: backup.Body}), InSync: true},
		{Name: "template", Task: in(template), Setup: files("older", nil)},
		{Name: "gone", Task: in(UnitFile{Name: backup.Name, Absent: true}), Setup: files("", map[string]string{backup.Name: ""})},
		{Name: "gone, not yet read", Task: in(UnitFile{Name: backup.Name, Absent: true}), Setup: files("older", nil)},
		{Name: "never there", Task: in(UnitFile{Name: backup.Name, Absent: true}), Setup: files("", nil), InSync: true},
		{Name: "no systemd", Task: in(backup), Refused: "system does not exist"},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = map[string]string{"systemctl": manager}, true
	}
	taskstest.Conform(t, cases...)
}

// systemd-analyze is the machine's own.
func TestUnitFileVerified(t *testing.T) {
	for want, f := range map[string]UnitFile{
		"Unknown key 'Foo' in section [Service]":     {Name: "x.service", Body: "[Service]\nExecStart=/bin/true\nFoo=1\n"},
		"Failed to parse service restart specifier":  {Name: "x@.service", Body: "[Service]\nExecStart=/bin/true\nRestart=perhaps\n"},
		"Service has no ExecStart":                   {Name: "x.service", Body: "[Service]\nType=simple\n"},
		"Failed to parse calendar specification":     {Name: "x.timer", Body: "[Timer]\nOnCalendar=daily\nOnCalendar=dayly\n"},
		"Assignment outside of section":              {Name: "x.target", Body: "junk\n"},
		"/x\\x2dy.service:1: Unknown section 'Unix'": {Name: `x\x2dy.service`, Body: "[Unix]\n[Service]\nExecStart=/bin/true\n"},
	} {
		h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": manager})
		files("", nil)(t, h.Root)
		f.directory = h.Root + "/system"
		c, r := h.Apply(f)
		if r.Status == 0 || !strings.Contains(r.Stderr, want) {
			t.Errorf("%q: exited with %d and %q", f.Body, r.Status, r.Stderr)
		}
		if left, err := filepath.Glob(f.directory + "/*"); err != nil || len(left) > 0 {
			t.Errorf("left %v, %v", left, err)
		}
		if r := h.Run(c.Steps[0].Preview); r.Status == 0 {
			t.Errorf("check accepts %q", f.Body)
		}
		f.Unverified = true
		if _, r := h.Apply(f); r.Err() != nil {
			t.Error(r.Err())
		}
	}
}

func TestUnitFileOfWhatIsNotThereYet(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": manager})
	files("", nil)(t, h.Root)
	f := UnitFile{Name: "x.service", Body: "[Unit]\nRequires=not-there-yet.service\n[Service]\nExecStart=/not/there/yet\n", directory: h.Root + "/system"}
	c, r := h.Apply(f)
	if r.Err() != nil {
		t.Error(r.Err())
	}
	if r := h.Run(c.Steps[0].Preview); r.Err() != nil {
		t.Error(r.Err())
	}
}

// What the manager says, and what that means for the file at /etc.
func TestStaleManager(t *testing.T) {
	for shown, want := range map[string][2]string{ // with and without a path
		"FragmentPath=\nNeedDaemonReload=no":                               {"read", "read"},
		"FragmentPath=/etc/systemd/system/x.service\nNeedDaemonReload=no":  {"read", "read"},
		"FragmentPath=/etc/systemd/system/x.service\nNeedDaemonReload=yes": {"stale", "stale"},
		"FragmentPath=/lib/systemd/system/x.service\nNeedDaemonReload=no":  {"stale", "read"},
		"NeedDaemonReload=no\n\nNeedDaemonReload=yes":                      {"stale", "stale"},
		"": {"read", "read"}, // no instance of a template is loaded
	} {
		h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": "printf '%s\\n' '" + shown + "'"})
		for i, path := range []string{"/etc/systemd/system/x.service", ""} {
			if r := h.Run(look("x.service", path, false)); strings.TrimSpace(r.Stdout) != want[i] || r.Status != 0 {
				t.Errorf("%q is %q, want %q", shown, r.Stdout, want[i])
			}
		}
	}
	h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": "exit 1"})
	if r := h.Run(backup.Probe()); r.Status == 0 {
		t.Errorf("without systemd the probe printed %q", r.Stdout)
	}
}

func TestUnitFileValidate(t *testing.T) {
	for _, f := range []UnitFile{
		{Name: "x", Body: "x"}, {Name: "../x.service", Body: "x"}, {Name: ".service", Body: "x"}, {Name: "-x.service", Body: "x"},
		{Name: "x y.service", Body: "x"}, {Name: "x.service"}, {Name: "x.service", Body: "x", Absent: true}, {Name: "", Body: "x"},
	} {
		if f.Validate() == nil {
			t.Errorf("Validate accepts %+v", f)
		}
		if _, err := f.Plan("read\nabsent\n"); err == nil {
			t.Errorf("Plan accepts %+v", f)
		}
	}
}
