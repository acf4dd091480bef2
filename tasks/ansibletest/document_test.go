package ansibletest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const (
	document = "../../docs/ansible.md"
	begin    = "<!-- what follows is written by go test ./tasks/ansibletest -update -->\n"
	end      = "<!-- up to here -->\n"
)

// TestDocument holds the table for people against what is compared.
func TestDocument(t *testing.T) {
	body, err := os.ReadFile(document)
	must(t, err)
	before, rest, found := strings.Cut(string(body), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s does not have the two marks of the table", document)
	}
	taskstest.Text(t, "../"+document, before+begin+table()+end+after)
}

// table is what is compared, in Markdown.
func table() string {
	var b strings.Builder
	b.WriteString("| Ansible | hrun | what differs, and why |\n|---|---|---|\n")
	for _, s := range scenes("http://localhost") {
		for _, c := range s.comparisons {
			var said []string
			for _, d := range c.differs {
				said = append(said, d.why)
			}
			if said == nil {
				said = append(said, "Nothing.")
			}
			if c.note != "" {
				said = append(said, c.note)
			}
			module, use, _ := strings.Cut(c.module, ": ")
			if use != "" {
				use = ": " + use
			}
			fmt.Fprintf(&b, "| `%s`%s | %s | %s |\n", module, use, c.task, strings.Join(said, " "))
		}
	}
	return b.String()
}
