package systemd

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// A manager that keeps when its unit was started in $ROOT/began, and when it
// was reloaded after that in $ROOT/reloaded.
const timekeeper = `
began=$(cat "$ROOT/began"); reloaded=$(cat "$ROOT/reloaded" 2>&1) || reloaded=$began
clock() { TZ=UTC date "+%a %Y-%m-%d %H:%M:%S$fraction UTC"; }
fraction=
if [ ! -e "$ROOT/old" ]; then fraction=.%6N; fi
case "$*" in *timestamp=*) [ ! -e "$ROOT/old" ] || { echo 'unrecognized option' >&2; exit 1; } ;; esac
case $1 in
--timestamp=us+utc) echo systemd 252 ;;
show)
	case "$*" in *RequiredBy*) exit ;; *NeedDaemonReload*) echo no; exit ;; esac
	echo ReloadResult="$(cat "$ROOT/result" 2>&1 || echo success)"
	echo "StateChangeTimestamp=$reloaded"
	echo "InactiveExitTimestamp=$began"
	echo "ActiveEnterTimestamp=$began"
	if [ -e "$ROOT/gone" ]; then echo LoadState=not-found; else echo LoadState=loaded; fi
	echo "ActiveState=$(cat "$ROOT/state")" ;;
restart) clock >"$ROOT/began"; rm -f "$ROOT/reloaded" ;;
try-reload-or-restart) clock >"$ROOT/reloaded"; echo success >"$ROOT/result" ;;
*) exit 1 ;;
esac`

// when is a time as systemctl prints it where TZ is UTC.
func when(at time.Time) string { return at.UTC().Format("Mon 2006-01-02 15:04:05.000000 MST") + "\n" }

func TestCurrentConforms(t *testing.T) {
	past, now, ahead := when(time.Now().Add(-time.Hour)), when(time.Now()), when(time.Now().Add(time.Hour))
	host := func(files map[string]string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			for name, body := range map[string]string{"state": "active\n", "a 'file'": "x", "d/-deep": "x"} {
				if _, ok := files[name]; !ok {
					write(t, root, name, body)
				}
			}
			for name, body := range files {
				write(t, root, name, body)
			}
			if err := os.Symlink("d/-deep", filepath.Join(root, "link")); err != nil {
				t.Fatal(err)
			}
		}
	}
	with := func(reload bool, files ...string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			u := Current{Unit: "x", Reload: reload}
			for _, f := range files {
				u.Files = append(u.Files, strings.ReplaceAll(f, "ROOT", root))
			}
			return u
		}
	}
	cases := []taskstest.Case{
		{Name: "older files", Setup: host(map[string]string{"began": now}), Task: with(false, "/bin/sh", "/etc/passwd"), InSync: true},
		{Name: "changed", Setup: host(map[string]string{"began": past}), Task: with(false, "/bin/sh", "ROOT/a 'file'")},
		{Name: "changed, and an old systemd", Setup: host(map[string]string{"began": past, "old": ""}), Task: with(false, "ROOT/d")},
		{Name: "changed in a directory", Setup: host(map[string]string{"began": past}), Task: with(false, "ROOT/d")},
		{Name: "changed behind a link", Setup: host(map[string]string{"began": past}), Task: with(false, "ROOT/link")},
		{Name: "nothing is there", Setup: host(map[string]string{"began": past}), Task: with(false, "ROOT/no/such", "/no such"), InSync: true},
		{Name: "does not run", Setup: host(map[string]string{"began": past, "state": "failed\n"}), Task: with(false, "ROOT/d"), InSync: true},
		{Name: "not installed", Setup: host(map[string]string{"began": "\n", "state": "inactive\n", "gone": ""}), Task: with(false, "ROOT/d"), Refused: "is not installed"},
		{Name: "started in the future", Setup: host(map[string]string{"began": ahead}), Task: with(false, "/bin/sh")},
		{Name: "to be reloaded", Setup: host(map[string]string{"began": past}), Task: with(true, "ROOT/d")},
		{Name: "reloaded since", Setup: host(map[string]string{"began": past, "reloaded": now}), Task: with(true, "/bin/sh"), InSync: true},
		{Name: "reloaded in vain", Setup: host(map[string]string{"began": past, "reloaded": ahead, "result": "exit-code"}), Task: with(true, "ROOT/d")},
		{Name: "reloaded where a restart is needed", Setup: host(map[string]string{"began": past, "reloaded": ahead}), Task: with(false, "ROOT/d")},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = map[string]string{"systemctl": timekeeper, "journalctl": "echo the journal"}, true
	}
	taskstest.Conform(t, cases...)
}

func write(t testing.TB, root, name, body string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(body), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// What systemctl does not say must not pass for an answer.
func TestCurrentMustKnowWhen(t *testing.T) {
	for name, says := range map[string]string{
		"no manager": "exit 1",
		"no start":   `printf '%s\n' LoadState=loaded ActiveState=active InactiveExitTimestamp=`,
		"no state":   `echo "InactiveExitTimestamp=Fri 2020-01-03 00:00:00 UTC"`,
	} {
		h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": says})
		if r := h.Run(Current{Unit: "x", Files: []string{"/bin/sh"}}.Probe()); r.Status == 0 || r.Stdout != "" {
			t.Errorf("%s: status %d, printed %q", name, r.Status, r.Stdout)
		}
	}
}

func TestCurrentValidate(t *testing.T) {
	for want, u := range map[string]Current{
		"no files":        {Unit: "x"},
		"is a template":   {Unit: "x@", Files: []string{"/a"}},
		"not the name of": {Files: []string{"/a"}},
		"relative":        {Unit: "x", Files: []string{"/a", "relative"}},
	} {
		if err := u.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", u, err, want)
		}
	}
}
