// Command motd is hrun with a recipe of its own:
//
//	go run ./examples/motd apply motd -i hosts.yaml --check --diff
package main

import (
	"os"

	"github.com/hrun-dev/hrun/cmd/hrun/cli"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
)

// Motd puts a message on every host of a group.
type Motd struct{ Text string }

// Build says which hosts get it.
func (m Motd) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("web")
	if err != nil {
		return err
	}
	p.Stage("message", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(file.Content{Path: "/etc/motd", Body: m.Text + "\n"})
		return nil
	}))
	return nil
}

func main() {
	os.Exit(cli.Main(cli.Of("motd", "a message for those who log in", Motd{Text: "Welcome"})))
}
