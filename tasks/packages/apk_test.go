package packages

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// alpine stands in for a host with apk 2: its database, whose place is the
// directory of a test here, is $ROOT/installed, and its repository $ROOT/lists,
// "name version" a line, oldest first. It does what apk(8) describes.
func alpine() map[string]string {
	return map[string]string{
		// The database of the machine is not that of the test.
		"awk": `program=$1; shift
[ "$1" != /lib/apk/db/installed ] || { shift; set -- "$ROOT/installed" "$@"; }
exec /usr/bin/awk "$program" "$@"`,
		"apk": `verb=$1; shift
specs= upgrade= simulate=
while [ $# -gt 0 ]; do case $1 in
	--wait|--cache-max-age|-l) shift ;; --upgrade) upgrade=1 ;; --simulate) simulate=1 ;; -*) ;; *) specs="$specs $1" ;;
esac; shift; done
version() { sed -n "/^P:$1\$/,/^\$/s/^V://p" "$ROOT/installed"; }
newest() { sed -n "s/^$1 //p" "$ROOT/lists" | tail -n 1; }
drop() { sed -i "/^P:$1\$/,/^\$/d" "$ROOT/installed"; }
wanted() { case $1 in *=*) grep -xF "${1%%=*} ${1#*=}" "$ROOT/lists" | sed 's/.* //' ;; *) newest "$1" ;; esac; }
case $verb in
version)
	echo "Installed:                                Available:"
	for n in $specs; do [ "$(version "$n")" = "$(newest "$n")" ] || echo "$n-$(version "$n")  < $(newest "$n")"; done ;;
del) for n in $specs; do echo "Purging $n"; [ -n "$simulate" ] || drop "$n"; done ;;
add)
	for s in $specs; do
		[ -n "$(wanted "$s")" ] || { printf 'ERROR: unable to select packages:\n  %s (no such package)\n' "$s" >&2; exit 1; }
	done
	for s in $specs; do
		n=${s%%=*}
		[ "$n" = "$s" ] && [ -z "$upgrade" ] && [ -n "$(version "$n")" ] && continue
		drop "$n"
		printf 'P:%s\nV:%s\nA:x86_64\n\n' "$n" "$(wanted "$s")" >>"$ROOT/installed"
	done ;;
esac`,
		"find": `cat "$ROOT/fresh"`,
	}
}

// alpineHost makes a host that has the packages, "name version".
func alpineHost(packages ...string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		database := "C:Q1=\nP:musl\nV:1.2.5-r0\nA:x86_64\nF:lib\n\n"
		for _, p := range packages {
			name, version, _ := strings.Cut(p, " ")
			database += "P:" + name + "\nV:" + version + "\nA:x86_64\n\n"
		}
		for name, body := range map[string]string{"installed": database, "fresh": "yes\n", "lists": "aa 1.0-r1\naa 2.0-r0\nb-b 1.0_rc1-r3\nb-b 1.0-r0\n"} {
			if err := os.WriteFile(filepath.Join(root, name), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func apkSet(s Set) func(string) tasks.Task {
	s.Manager = APK
	return is(s)
}

func TestConformAPK(t *testing.T) {
	cases := []taskstest.Case{
		{Name: "install", Setup: alpineHost("aa 1.0-r1"), Task: apkSet(Set{Names: []string{"aa", "b-b"}})},
		{Name: "version", Setup: alpineHost("aa 2.0-r0"), Task: apkSet(Set{Names: []string{"aa=1.0-r1"}})},
		{Name: "latest", Setup: alpineHost("b-b 1.0_rc1-r3", "aa 2.0-r0"), Task: apkSet(Set{Latest: []string{"aa", "b-b"}})},
		{Name: "latest is there", Setup: alpineHost("aa 2.0-r0"), Task: apkSet(Set{Latest: []string{"aa"}}), InSync: true},
		{Name: "latest of old lists", Setup: alpineHost("aa 1.0-r1"), Task: apkSet(Set{Latest: []string{"aa"}})},
		{Name: "swap", Setup: alpineHost("aa 2.0-r0"), Task: apkSet(Set{Names: []string{"b-b"}, Absent: []string{"aa", "zz"}, Purge: true})},
		{Name: "absent", Setup: alpineHost(), Task: apkSet(Set{Absent: []string{"aa"}}), InSync: true},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = alpine(), true
	}
	taskstest.Conform(t, cases...)
}

func TestAPKRefusesWhatIsNoPackage(t *testing.T) {
	h := taskstest.NewHost(t, "dash", alpine())
	alpineHost()(t, h.Root)
	_, r := h.Apply(Set{Names: []string{"aa", "nope"}, Manager: APK})
	if r.Status != 1 || !strings.Contains(r.Stderr, "nope (no such package)") {
		t.Errorf("status %d, %q", r.Status, r.Stderr)
	}
	if c, err := h.Plan(Set{Names: []string{"aa"}, Manager: APK}); err != nil || c.Empty() {
		t.Errorf("aa was installed all the same: %v", err)
	}
}
