package health

import (
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Alike is [Together] for what all hosts should see alike, such as the members
// of their cluster: judge is handed the answer of one host, and says whether
// that host sees anything at all. What all that do see is told once, and what
// only some see after their names.
func Alike(name string, from []inventory.Host, source sh.Script, judge func(text string) (found string, faults Faults, sees bool)) recipes.Late {
	return Together(name, from, source, func(said []Said) (string, Faults) {
		var found, faults views
		remedies := map[string]string{}
		seeing := 0
		for _, s := range said {
			what, wrong, sees := judge(s.Text)
			if !sees {
				continue
			}
			seeing++
			if what != "" {
				found.add(what, s.Host)
			}
			for _, f := range wrong {
				faults.add(f.What, s.Host)
				remedies[f.What] = f.Remedy
			}
		}
		var all Faults
		for _, v := range faults {
			all.Add(v.text(seeing), remedies[v.what])
		}
		lines := make([]string, len(found))
		for i, v := range found {
			lines[i] = v.text(seeing)
		}
		return strings.Join(lines, "; "), all
	})
}

// view is what hosts see.
type view struct {
	what string
	by   []string
}

func (v view) text(of int) string {
	if len(v.by) == of {
		return v.what
	}
	return strings.Join(v.by, ", ") + ": " + v.what
}

// views are in the order in which they came up.
type views []view

func (v *views) add(what, host string) {
	for i, known := range *v {
		if known.what == what {
			if !slices.Contains(known.by, host) {
				(*v)[i].by = append(known.by, host)
			}
			return
		}
	}
	*v = append(*v, view{what, []string{host}})
}
