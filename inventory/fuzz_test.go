package inventory

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// seeds adds the files of the archives in testdata.
func seeds(f *testing.F) {
	f.Helper()
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			f.Add(string(file.Data))
		}
	}
	example, err := os.ReadFile("testdata/hapx.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example))
}

// checkDraft checks what holds for every inventory that has no faults.
func checkDraft(t *testing.T, d *draft) {
	inv, err := d.assemble("")
	if err != nil {
		return
	}
	for _, h := range inv.Hosts() {
		if same, ok := inv.Host(h.Name); !ok || same.Name != h.Name {
			t.Errorf("host %q is not found", h.Name)
		}
		if slices.Contains(h.Connection.Via, h.Name) {
			t.Errorf("host %q is its own bastion: %q", h.Name, h.Connection.Via)
		}
		for _, g := range h.Groups {
			members, err := inv.Group(g)
			if err != nil || !slices.Contains(namesOf(members), h.Name) {
				t.Errorf("group %q of host %q does not hold it: %v", g, h.Name, err)
			}
		}
		for _, name := range h.Vars.Names() {
			v := h.Vars[name]
			if _, err := v.MarshalJSON(); err != nil {
				t.Errorf("variable %q: %v", name, err)
			}
			if !v.node.same(v.node) || v.Source == "" {
				t.Errorf("variable %q is not itself, or from %q", name, v.Source)
			}
			_ = v.YAML()
		}
	}
}

func FuzzLoadINI(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := newDraft()
		d.readINI([]byte(text), place{file: "hosts"})
		checkDraft(t, d)
	})
}

func FuzzLoadYAML(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := newDraft()
		d.readGroups([]byte(text), place{file: "hosts.yml"})
		checkDraft(t, d)
	})
}

func FuzzPattern(f *testing.F) {
	for _, seed := range []string{"all", "web:!db", "web[0:1],&site", "~web\\d{1,2}", "w*[!a-c]", "!x", "[]a]", "2001:db8::1", "db[-1]", "a[", "\\*?"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		if strings.Contains(pattern, "@") {
			return // would read files
		}
		inv := loadText(t, patternHosts)
		hosts, err := inv.Match(pattern)
		if (err == nil) != (len(hosts) > 0) {
			t.Errorf("%q: %d hosts, %v", pattern, len(hosts), err)
		}
		if names := namesOf(hosts); len(unique(names)) != len(names) {
			t.Errorf("%q: %v", pattern, names)
		}
	})
}
