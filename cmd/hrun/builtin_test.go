package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/cmd/hrun/cli"
)

// printed returns what "hrun recipes NAME" prints.
func printed(t *testing.T, name string) string {
	t.Helper()
	var out, said strings.Builder
	p := cli.Program{Args: []string{"recipes", name}, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &said, Getenv: os.Getenv, Recipes: builtin()}
	if status := p.Run(t.Context()); status != 0 {
		t.Fatalf("recipes %s: exit %d, %s", name, status, said.String())
	}
	return out.String()
}

// Where it says that parameters are explained, there is a type, and a comment
// on it.
func TestParametersAreExplained(t *testing.T) {
	line := regexp.MustCompile(`(?m)^  go doc github\.com/hrun-dev/hrun/(\S+)\.(\w+)$`)
	for _, r := range builtin() {
		places := line.FindAllStringSubmatch(printed(t, r.Name), -1)
		if len(places) == 0 {
			t.Errorf("%s: nothing says what its parameters are for", r.Name)
		}
		for _, place := range places {
			files, err := filepath.Glob(filepath.Join("..", "..", place[1], "*.go"))
			if err != nil {
				t.Fatal(err)
			}
			all := ""
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				all += string(text)
			}
			if !regexp.MustCompile(`(?m)^// .*\ntype ` + place[2] + ` struct \{$`).MatchString(all) {
				t.Errorf("%s: %s has no type %s with a comment", r.Name, place[1], place[2])
			}
		}
	}
}

// Those of a nested mapping are explained with its type.
func TestNestedParametersAreExplained(t *testing.T) {
	out := printed(t, "vrrp")
	for _, place := range []string{"vrrp.Recipe", "keepalived.Router", "keepalived.Script", "haproxy.Proxy", "haproxy.Server", "haproxy.Stats", "vrrp.Health", "vrrp.Kubeadm"} {
		if strings.Count(out, "/recipes/"+place+"\n") != 1 {
			t.Errorf("%s is not there once:\n%s", place, out)
		}
	}
}
