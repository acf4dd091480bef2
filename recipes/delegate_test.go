package recipes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

func TestWhatCannotBeDelegated(t *testing.T) {
	web, lb := inventory.Host{Name: "web"}, inventory.Host{Name: "lb"}
	out := recipes.Delegated{Host: lb, Task: note{Name: "out", Text: "1"}}
	for want, c := range map[string]struct {
		hosts []inventory.Host
		on    func(*recipes.Host)
	}{
		"stage s: host web: -> lb: note out: lb is at work in this stage itself": {
			[]inventory.Host{web, lb}, func(h *recipes.Host) {
				if h.Name == "web" {
					h.DoOn(lb, out.Task)
				}
			},
		},
		"lb is at work in this stage itself": {
			[]inventory.Host{web, lb}, func(h *recipes.Host) {
				h.TakeTurns(&recipes.Rolling{Name: "all", Gate: []tasks.Task{out}})
			},
		},
		"it is delegated already": {[]inventory.Host{web}, func(h *recipes.Host) { h.DoOn(inventory.Host{Name: "other"}, out) }},
		"there is no task": {[]inventory.Host{web}, func(h *recipes.Host) {
			h.Handler("x", bell{}).Rolling = &recipes.Rolling{Name: "r", After: []tasks.Task{recipes.Delegated{Host: lb}}}
		}},
		"a late task cannot be delegated": {[]inventory.Host{web}, func(h *recipes.Host) { h.DoOn(lb, recipes.Late{Name: "late"}) }},
		"the text is bad":                 {[]inventory.Host{web}, func(h *recipes.Host) { h.DoOn(lb, note{Name: "x", Bad: true}) }},
	} {
		_, err := recipes.Build(nil, nil, recipeFunc(func(p *recipes.Play) error {
			p.Stage("s", c.hosts, recipes.RoleFunc(func(h *recipes.Host) error { c.on(h); return nil }))
			return nil
		}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func ExampleHost_DoOn() {
	h := &recipes.Host{Host: inventory.Host{Name: "web01"}}
	h.DoOn(inventory.Host{Name: "lb01"}, note{Name: "web01 drained"})
	fmt.Println(h.Name, h.Work[0].Task)
	// Output: web01 -> lb01: note web01 drained
}
