package recipes_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
)

// Motd puts a message on every host of a group.
type Motd struct{ Text string }

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

func ExampleBuild() {
	inv, err := inventory.New(inventory.Host{Name: "web1", Groups: []string{"web"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	play, err := recipes.Build(inv, nil, Motd{Text: "Welcome"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, host := range play.Stages[0].Hosts {
		fmt.Println(play.Stages[0].Name, host.Name, host.Work[0].Task)
	}
	// Output: message web1 file /etc/motd
}
