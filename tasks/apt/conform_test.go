package apt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// debian stands in for a Debian host: one file a package below $ROOT/state,
// which holds its state; what can be fetched is in $ROOT/lists.
func debian() map[string]string {
	return map[string]string{
		"dpkg-query": `format=$3
while [ "$1" != -- ]; do shift; done; shift
rc=0
for name; do
	if [ ! -e "$ROOT/state/$name" ]; then echo "dpkg-query: no packages found matching $name" >&2; rc=1
	else case $format in
		*Package*) echo "$name|amd64|$(cat "$ROOT/state/$name")" ;;
		*) cat "$ROOT/state/$name" ;;
	esac; fi
done
exit $rc`,
		"dpkg": `case $* in
--audit) grep -r half "$ROOT/state" || : ;;
*--configure*-a) for f in "$ROOT"/state/*; do grep -q half "$f" && echo installed >"$f"; done; : ;;
esac`,
		// Like the real one it knows no virtual package, takes a dot for any
		// letter, and has status 0 as long as it finds something.
		"apt-cache": `rc=100
for name; do case $name in
show|-*) ;;
virtual) rc=0 ;;
*) found=$(grep -x "${name%:*}" "$ROOT/lists" | sed 's/^/Package: /')
	if [ -n "$found" ]; then rc=0; echo "$found"; else echo "N: Unable to locate package $name" >&2; fi ;;
esac; done
exit $rc`,
		"apt-get": `sub=; sim=; names=
for a; do case $a in
update|install|remove|purge) sub=$a ;; -s) sim=1 ;; -*|*=*) ;; *) names="$names $a" ;; esac; done
[ -z "$sim" ] || { echo "Remv$names"; exit 0; }
case $sub in
update) echo update >>"$ROOT/log"; [ ! -e "$ROOT/offline" ] || exit 100; cat "$ROOT/mirror" >>"$ROOT/lists" ;;
install) for n in $names; do
	echo installed >"$ROOT/state/${n%:*}"
	done ;;
remove) for n in $names; do echo config-files >"$ROOT/state/$n"; done ;;
purge) for n in $names; do rm "$ROOT/state/$n"; done ;;
esac`,
		// The host's own lists and locks are left alone.
		"find":  `case $* in *-mmin*) cat "$ROOT/fresh" ;; esac`,
		"touch": "echo touch >>\"$ROOT/log\"",
		"stat":  "echo 0",
		"ls":    "",
	}
}

// host makes a host with the given packages, "name state", and lists.
func host(lists, mirror string, packages ...string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		files := map[string]string{"lists": lists, "mirror": mirror, "fresh": "yes\n"}
		for _, p := range packages {
			name, state, _ := strings.Cut(p, " ")
			files["state/"+name] = state + "\n"
		}
		if err := os.Mkdir(filepath.Join(root, "state"), 0o755); err != nil {
			t.Fatal(err)
		}
		for name, body := range files {
			if err := os.WriteFile(filepath.Join(root, name), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestConform(t *testing.T) {
	cases := []taskstest.Case{
		{Name: "install", Setup: host("aa\nbb\n", ""), Task: is(Packages{Names: []string{"aa", "bb"}})},
		{Name: "install the other", Setup: host("aa\nbb\n", "", "aa installed"), Task: is(Packages{Names: []string{"aa", "bb"}})},
		{Name: "unknown until fetched", Setup: host("", "aa\n"), Task: is(Packages{Names: []string{"aa"}})},
		{Name: "interrupted", Setup: host("aa\n", "", "aa half-configured", "bb half-configured"), Task: is(Packages{Names: []string{"aa"}})},
		{Name: "in sync", Setup: host("", "", "aa installed"), Task: is(Packages{Names: []string{"aa"}}), InSync: true},
		{Name: "remove", Setup: host("", "", "aa installed"), Task: is(Absent{Names: []string{"aa", "bb"}})},
		{Name: "purge", Setup: host("", "", "aa config-files"), Task: is(Absent{Names: []string{"aa"}, Purge: true})},
		{Name: "removed", Setup: host("", "", "aa config-files"), Task: is(Absent{Names: []string{"aa"}}), InSync: true},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = debian(), true
	}
	taskstest.Conform(t, cases...)
}

func is(task tasks.Task) func(string) tasks.Task { return func(string) tasks.Task { return task } }

// attempt applies the task and returns what it printed on standard error, its
// status, and how often the lists were fetched.
func attempt(t *testing.T, task tasks.Task, setup func(testing.TB, string), change map[string]string) (string, int, int) {
	t.Helper()
	h := taskstest.NewHost(t, "dash", debian())
	setup(t, h.Root)
	for name, body := range change {
		if err := os.WriteFile(filepath.Join(h.Root, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, r := h.Apply(task)
	log, err := os.ReadFile(filepath.Join(h.Root, "log"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return r.Stderr, r.Status, strings.Count(string(log), "update")
}

func TestListsAreFetchedOnlyWhereNeeded(t *testing.T) {
	a := Packages{Names: []string{"aa"}}
	if _, status, updates := attempt(t, a, host("aa\n", ""), nil); status != 0 || updates != 0 {
		t.Errorf("fresh lists: status %d, fetched %d times", status, updates)
	}
	if _, status, updates := attempt(t, a, host("aa\n", ""), map[string]string{"fresh": ""}); status != 0 || updates != 1 {
		t.Errorf("old lists: status %d, fetched %d times", status, updates)
	}
	out, status, _ := attempt(t, a, host("aa\n", ""), map[string]string{"fresh": "", "offline": ""})
	if status != 0 || !strings.Contains(out, "apt-get update failed") {
		t.Errorf("old lists and no network: status %d, %q", status, out)
	}
}

// apt-get would install something else in place of a name that is no package: a
// provider of a virtual one, every package that a dot happens to match, and
// for a name that ends in "-" it would even remove one.
func TestWhatIsNoPackageIsRefusedBeforeAnythingIsInstalled(t *testing.T) {
	for _, name := range []string{"nope", "virtual", "a.", "aa-", "aa+"} {
		h := taskstest.NewHost(t, "dash", debian())
		host("aa\nvirtual\n", "")(t, h.Root)
		_, r := h.Apply(Packages{Names: []string{"aa", name}})
		if r.Status != 100 || !strings.Contains(r.Stderr, "there is no package "+name+":") {
			t.Errorf("%s: status %d, %q", name, r.Status, r.Stderr)
		}
		if left, err := os.ReadDir(filepath.Join(h.Root, "state")); err != nil || len(left) > 0 {
			t.Errorf("%s: installed %v, %v", name, left, err)
		}
	}
}

func TestForeignArchitecture(t *testing.T) {
	h := taskstest.NewHost(t, "dash", debian())
	host("aa\n", "")(t, h.Root)
	if _, r := h.Apply(Packages{Names: []string{"aa:i386"}}); r.Status != 0 {
		t.Error(r.Err())
	}
}
