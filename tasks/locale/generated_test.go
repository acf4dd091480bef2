package locale

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// tree returns a Setup that makes files, by path below the root.
func tree(files map[string]string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for name, body := range files {
			if err := os.MkdirAll(filepath.Dir(root+name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(root+name, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

const (
	gen       = "/etc/locale.gen"
	archive   = "/archive"
	supported = "/usr/share/i18n/SUPPORTED"
	list      = "de_DE.UTF-8 UTF-8\nde_DE ISO-8859-1\nde_DE@euro ISO-8859-15\nen_US.UTF-8 UTF-8\n"
)

// tools stand in for the C library's, with the archive as a list of names.
func tools() map[string]string {
	return map[string]string{
		"locale": `[ "$*" = -a ] && cat "$ROOT/archive"`,
		"locale-gen": `[ "$*" = --keep-existing ] || exit 2
sed -n '/^#/d; s/UTF-8 .*/utf8/p; t; s/ .*//p' "$ROOT/etc/locale.gen" | sort - "$ROOT/archive" | uniq >"$ROOT/new"
mv "$ROOT/new" "$ROOT/archive"`,
	}
}

func TestGeneratedConforms(t *testing.T) {
	german := func(names ...string) func(string) tasks.Task {
		return func(root string) tasks.Task { return Generated{Names: names, root: root} }
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: german("de_DE.UTF-8", "de_DE@euro"), Commands: tools(),
			Setup: tree(map[string]string{supported: list, archive: "C\nC.utf8\nPOSIX\n", gen: "# a list\n# de_DE.UTF-8 UTF-8  \n# en_US.UTF-8 UTF-8"})},
		taskstest.Case{Name: "no table", Task: german("de_DE"), Commands: tools(),
			Setup: tree(map[string]string{supported: list, archive: "C\nde_DE.utf8\n", "/etc/debian_version": ""})},
		taskstest.Case{Name: "lost", Task: german("de_DE.UTF-8"), Commands: tools(),
			Setup: tree(map[string]string{supported: list, archive: "C\n", gen: "de_DE.UTF-8 UTF-8\n"})},
		taskstest.Case{Name: "by hand", Task: german("de_DE.UTF-8"), Commands: tools(),
			Setup: tree(map[string]string{supported: list, archive: "C\nde_DE.utf8\n", gen: "\n"})},
		taskstest.Case{Name: "in sync", Task: german("de_DE.UTF-8"), Commands: tools(), InSync: true,
			Setup: tree(map[string]string{supported: list, archive: "C\nde_DE.utf8\n", gen: "de_DE.UTF-8  UTF-8\n"})},
		taskstest.Case{Name: "not in the list", Task: german("de_DE.UTF-8", "de_XX"), Commands: tools(), Refused: "locale de_XX is not in /usr/share/i18n/SUPPORTED",
			Setup: tree(map[string]string{supported: list, archive: "C\n", gen: ""})},
	)
}

func TestPlans(t *testing.T) {
	german := Generated{Names: []string{"de_DE.UTF-8", "de_DE@euro"}}
	system := System{Lang: "de_DE.UTF-8", Categories: map[string]string{"LC_TIME": "C.UTF-8", "LC_MESSAGES": "C.UTF-8"}}
	taskstest.Plans(t, map[string]tasks.Task{"german": german, "system": system})
	taskstest.Golden(t, "generated-probe", german.Probe())
	taskstest.Golden(t, "system-probe", system.Probe())
}

func TestGeneratedValidate(t *testing.T) {
	for _, names := range [][]string{nil, {""}, {"de DE"}, {"de_DE.UTF-8 UTF-8"}, {"-a"}, {"it's"}, {"de_DE\n"}, {"C", "C"}, {"../x"}} {
		g := Generated{Names: names}
		if g.Validate() == nil {
			t.Errorf("Validate accepts %q", names)
		}
		if _, err := g.Plan(""); err == nil {
			t.Errorf("Plan accepts %q", names)
		}
	}
}

func TestNormal(t *testing.T) {
	for name, want := range map[string]string{
		"C": "C", "C.UTF-8": "C.utf8", "de_DE@euro": "de_DE@euro",
		"en_US.ISO-8859-15": "en_US.iso885915", "x_Y.8859-1@z": "x_Y.iso88591@z",
	} {
		if got := normal(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
