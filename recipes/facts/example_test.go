package facts_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// message is a role that decides by a fact.
func message(h *recipes.Host) error {
	os, known := facts.OS().Of(h)
	if !known {
		return nil
	}
	h.Do(file.Content{Path: "/etc/motd", Body: "This is " + os.Name + ".\n"})
	return nil
}

// site is a recipe of one stage.
type site struct{ role recipes.RoleFunc }

func (s site) Build(p *recipes.Play) error {
	p.Stage("message", p.Inventory.Hosts(), s.role)
	return nil
}

// A role returns as long as a fact is not known, and leaves a need.
func Example() {
	inv, err := inventory.New(inventory.Host{Name: "web1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	known := recipes.Facts{}
	for range 2 {
		play, err := recipes.BuildKnowing(known, inv, nil, site{message})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(play.Needs(), len(play.Stages[0].Hosts[0].Work))
		known.Add("web1", "os", "ID=debian\nPRETTY_NAME='Debian 12'\n") // as the runner does
	}
	// Output:
	// [os of web1] 0
	// [] 1
}

// Rack is where a machine stands.
type Rack struct{ Row, Place string }

// A fact of one's own is a type and a probe.
func ExampleFact() {
	rack := facts.Fact[Rack]{
		Name:  "rack",
		Probe: "cat /etc/rack",
		Parse: func(printed string) (Rack, error) {
			row, place, ok := strings.Cut(strings.TrimSpace(printed), "/")
			if !ok {
				return Rack{}, errors.New("/etc/rack does not hold ROW/PLACE")
			}
			return Rack{row, place}, nil
		},
	}
	got, err := rack.Parse("b/17\n")
	fmt.Println(got.Row, got.Place, err)
	// Output: b 17 <nil>
}

// A value of one host is used on others, in a later stage: here a token that
// the first node makes.
func ExampleUse() {
	token := facts.Fact[sh.Secret]{
		Name:  "join token",
		Probe: "if [ -e /etc/cluster/token ]; then cat /etc/cluster/token; fi",
		Parse: func(printed string) (sh.Secret, error) {
			if printed == "" {
				return sh.Secret{}, facts.ErrMissing
			}
			return sh.NewSecret(strings.TrimSpace(printed)), nil
		},
	}
	inv, err := inventory.New(inventory.Host{Name: "node1"}, inventory.Host{Name: "node2"})
	if err != nil {
		fmt.Println(err)
		return
	}
	nodes := inv.Hosts()
	joined := func(h *recipes.Host) error {
		facts.Use(h, token, nodes[0], "token to join node1", func(t sh.Secret) (tasks.Task, error) {
			return file.Secret{Path: "/etc/cluster/join", Body: t}, nil
		})
		return nil
	}
	play := recipes.Play{Inventory: inv}
	stage := play.Stage("join", nodes[1:], recipes.RoleFunc(joined))
	fmt.Println(stage.Hosts[0].Name, stage.Hosts[0].Work[0].Task)
	// Output: node2 token to join node1
}
