package health

import (
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Alike is [Together] for what all hosts should see alike, such as the members
// of their cluster: judge is handed the answer of one host. What all of them see
// is told once, and what only some see with their names.
func Alike(name string, from []inventory.Host, source sh.Script, judge func(text string) (string, Faults)) recipes.Late {
	return Together(name, from, source, func(said []Said) (string, Faults) {
		var found, faults views
		remedies := map[string]string{}
		for _, s := range said {
			what, wrong := judge(s.Text)
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
			all.Add(v.text(len(said)), remedies[v.what])
		}
		lines := make([]string, len(found))
		for i, v := range found {
			lines[i] = v.text(len(said))
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
	return v.what + " (as " + strings.Join(v.by, ", ") + " sees it)"
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
