package main_test

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/hrun-dev/hrun/"

// layers says what a package may not depend on, directly or through others.
var layers = []struct{ pkg, never, why string }{
	{"tasks/...", "net/http", "a task is pure: it has nothing to talk to"},
	{"tasks/...", "context", "a pure plan has nothing to cancel"},
	{"tasks/...", module + "runner", "a task never touches a host; if it could, check mode could lie"},
	{"tasks/...", module + "recipes", "tasks are what recipes are made of"},
	{"tasks/...", module + "inventory", "a task is one fact about one host, whichever it is"},
	{"inventory", module + "tasks", "the inventory says what exists, not what to do"},
	{"inventory", module + "recipes", "the inventory says what exists, not what to do"},
	{"inventory", module + "runner", "the inventory can be read without connecting anywhere"},
	{"files", module, "templates are data"},
	{"recipes/...", module + "runner", "a recipe says what is wanted; it does no I/O on hosts"},
	{"recipes/...", "github.com/melbahja/goph", "only transports connect"},
	{"runner/transport/...", module + "recipes", "a transport opens shells and knows nothing of the work"},
	{"runner/transport/...", module + "tasks", "a transport opens shells and knows nothing of the work"},
	{"runner/report/...", module + "runner/transport", "a reporter only sees events"},
	{"runner", module + "runner/transport/sshx", "the runner works over any transport"},
	{"runner", module + "runner/transport/local", "the runner works over any transport"},
	{"runner", module + "runner/report/human", "the runner reports to any reporter"},
	{"runner", "github.com/charmbracelet/lipgloss", "the runner does not know what its events look like"},
	{"runner", "github.com/spf13/cobra", "only the command line parses flags"},
}

func TestLayers(t *testing.T) {
	for _, l := range layers {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.ImportPath}}{{range .Deps}} {{.}}{{end}}", "./"+l.pkg).Output()
		if err != nil {
			t.Fatalf("go list %s: %v", l.pkg, err)
		}
		for line := range strings.Lines(string(out)) {
			pkg, deps, _ := strings.Cut(strings.TrimSpace(line), " ")
			if strings.HasSuffix(pkg, "test") && !strings.HasSuffix(pkg, "/recipestest") {
				continue // what tests are written with may do what tests do
			}
			for _, dep := range strings.Fields(deps) {
				if dep == l.never || strings.HasPrefix(dep, strings.TrimSuffix(l.never, "/")+"/") {
					t.Errorf("%s depends on %s: %s", pkg, dep, l.why)
				}
			}
		}
	}
}
