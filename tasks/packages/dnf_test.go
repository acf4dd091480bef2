package packages

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// fedora stands in for a host with dnf: a file a package below $ROOT/state,
// which holds its version, and its repository in $ROOT/lists, "name version" a
// line, oldest first. It does what dnf 4.14 and rpm 4.18 were seen to do.
func fedora() map[string]string {
	return map[string]string{
		// A database that is broken is the only thing that -qa fails for.
		"rpm": `case $1 in
-qa)
	[ ! -e "$ROOT/broken" ] || { echo 'error: cannot open Packages database in /var/lib/rpm' >&2; exit 1; }
	shift 3
	for name; do [ ! -e "$ROOT/state/$name" ] || echo "$name|noarch|installed|$(cat "$ROOT/state/$name")|"; done ;;
-e) shift 2; echo 'error: Failed dependencies:' >&2; exit 1 ;;
*) exit 2 ;;
esac`,
		// Packages without a version are taken for what others provide, too;
		// one that is not there fails all.
		"dnf": `verb= best= specs=
for a; do case $a in
install|remove|repoquery) verb=$a ;; --best) best=1 ;; --qf|%*|-*) ;; *) specs="$specs $a" ;; esac; done
find() {
	case $1 in virtual) set -- cc ;; esac
	while read -r name version; do
		[ "$1" != "$name" ] && [ "$1" != "$name-$version" ] || echo "$name $version"
	done <"$ROOT/lists" | tail -n 1
}
for spec in $specs; do
	case $verb in
	install) [ -n "$(find "$spec")" ] || { echo "Error: Unable to find a match: $spec" >&2; exit 1; } ;;
	esac
done
for spec in $specs; do
	case $verb in
	remove) rm -f "$ROOT/state/$spec" ;;
	install) set -- $(find "$spec"); [ -z "$best" ] && [ -e "$ROOT/state/$1" ] || echo "$2" >"$ROOT/state/$1" ;;
	repoquery) set -- $(find "$spec"); [ -z "$1" ] || case $* in *) echo "$1" ;; esac ;;
	esac
done`,
		// It sees what dnf would say of the newest version.
		"unshare": `shift 5
for name; do while read -r n v; do [ "$n" != "$name" ] || line="$n|$v"; done <"$ROOT/lists"; [ -z "$line" ] || echo "$line"; line=; done`,
		"find": `case $* in *primary*) cat "$ROOT/fresh" ;; *) exit 2 ;; esac`,
	}
}

// fedoraHost makes a host that has the packages, "name version".
func fedoraHost(packages ...string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		files := map[string]string{"lists": "aa 1.0-1\naa 2.0-1\nbb 3:1.0-1\ncc 1.0-1\n", "fresh": "yes\n", "state/.keep": ""}
		for _, p := range packages {
			name, version, _ := strings.Cut(p, " ")
			files["state/"+name] = version + "\n"
		}
		for name, body := range files {
			path := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func dnfSet(s Set) func(string) tasks.Task {
	s.Manager = DNF
	return is(s)
}

func TestConformDNF(t *testing.T) {
	cases := []taskstest.Case{
		{Name: "install", Setup: fedoraHost("aa 1.0-1"), Task: dnfSet(Set{Names: []string{"aa", "cc"}})},
		{Name: "version with an epoch", Setup: fedoraHost(), Task: dnfSet(Set{Names: []string{"bb=3:1.0-1"}})},
		{Name: "older version", Setup: fedoraHost("aa 2.0-1"), Task: dnfSet(Set{Names: []string{"aa=1.0-1"}})},
		{Name: "latest", Setup: fedoraHost("aa 1.0-1"), Task: dnfSet(Set{Latest: []string{"aa"}})},
		{Name: "latest is there", Setup: fedoraHost("aa 2.0-1"), Task: dnfSet(Set{Latest: []string{"aa"}}), InSync: true},
		{Name: "swap", Setup: fedoraHost("aa 2.0-1"), Task: dnfSet(Set{Names: []string{"cc"}, Absent: []string{"aa", "zz"}})},
		{Name: "absent", Setup: fedoraHost(), Task: dnfSet(Set{Absent: []string{"aa"}}), InSync: true},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = fedora(), true
	}
	taskstest.Conform(t, cases...)
}

func TestDNFRefusesWhatIsNoPackage(t *testing.T) {
	for _, name := range []string{"nope", "virtual"} {
		h := taskstest.NewHost(t, "dash", fedora())
		fedoraHost()(t, h.Root)
		_, r := h.Apply(Set{Names: []string{"aa", name}, Manager: DNF})
		if r.Status != 1 || !strings.Contains(r.Stderr, "there is no package "+name+":") {
			t.Errorf("%s: status %d, %q", name, r.Status, r.Stderr)
		}
		if _, err := os.Stat(filepath.Join(h.Root, "state/aa")); !os.IsNotExist(err) {
			t.Errorf("%s: aa was installed all the same", name)
		}
	}
}

func TestDNFBrokenDatabaseIsNotOneWithoutPackages(t *testing.T) {
	h := taskstest.NewHost(t, "dash", fedora())
	fedoraHost("aa 1.0-1")(t, h.Root)
	if err := os.WriteFile(filepath.Join(h.Root, "broken"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := h.Run(Set{Names: []string{"aa"}, Manager: DNF}.Probe()); r.Status == 0 {
		t.Errorf("probe printed %q", r.Stdout)
	}
}
