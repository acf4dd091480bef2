package hypervisor

import (
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Claim is a lab whose machines are of one provider, as a file in its directory
// says. So a lab is never half of one kind, and is removed by what has made
// it, whatever the inventory says by then.
type Claim struct {
	Lab      string
	Dir      string // of the lab
	Provider string // as the inventory names it
}

func (c Claim) String() string { return "lab " + c.Lab + " is made by " + c.Provider }

// Probe prints the provider, if there is a lab.
func (c Claim) Probe() sh.Script {
	return With(`[ ! -e "$file" ] || cat "$file"`, "file", path.Join(c.Dir, "provider"))
}

// Plan refuses a lab that another provider has made.
func (c Claim) Plan(got string) (change tasks.Change, err error) {
	was := strings.TrimSpace(got)
	if err := c.refuse(was); err != nil {
		return change, err
	}
	change.Differ("provider", was, c.Provider, With(`mkdir -p "$dir" && chmod 755 "$dir" && printf '%s\n' "$provider" >"$dir/provider.new" && mv "$dir/provider.new" "$dir/provider"`,
		"dir", c.Dir, "provider", c.Provider))
	return change, nil
}

func (c Claim) refuse(was string) error {
	if was == "" || was == c.Provider {
		return nil
	}
	return fmt.Errorf("lab %s has been made by %s, not by %s: run recipes/vm/down first, or name the provider %s", c.Lab, was, c.Provider, was)
}

// Unclaimed is a lab that no other provider has made: what [Claim] refuses, and
// a directory with something in it that no lab has, to be found out before
// anything is done.
type Unclaimed struct{ Claim Claim }

func (u Unclaimed) String() string { return "lab " + u.Claim.Lab + " is of no other provider" }

// Probe is that of the claim, and prints what is not of a lab.
func (u Unclaimed) Probe() sh.Script {
	return u.Claim.Probe() + " && " + With(others, "dir", u.Claim.Dir)
}

// Plan refuses a lab that another provider has made, an [OthersError], and has
// nothing to do otherwise.
func (u Unclaimed) Plan(got string) (tasks.Change, error) {
	rest, err := refuseOthers(u.Claim.Dir, got)
	if err != nil {
		return tasks.Change{}, err
	}
	return tasks.Change{}, u.Claim.refuse(strings.TrimSpace(rest))
}
