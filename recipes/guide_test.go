package recipes_test

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/command"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// Server is the role of a web server.
type Server struct{ Page string }

func (s Server) On(h *recipes.Host) error {
	machine, known := facts.Architecture().Of(h)
	if !known {
		return nil // asked; the play is built again with the answer
	}
	restart := h.Handler("restart nginx", systemd.Restart("nginx"))
	restart.Rolling = &recipes.Rolling{
		Name:   "web",
		Serial: recipes.Batches{recipes.Hosts(1), recipes.Percent(25)},
		Before: []tasks.Task{file.Content{Path: "/var/www/drained"}}, // the balancer looks for it
		After:  []tasks.Task{file.Absent{Path: "/var/www/drained"}},
		Gate:   []tasks.Task{wait.For(condition.HTTP{URL: "http://localhost/"}, time.Minute)},
	}
	h.DoWithin(recipes.Limits{Timeout: 10 * time.Minute, Tries: 3}, packages.Set{Names: []string{"nginx-light"}})
	h.DoThen(file.Content{Path: "/etc/nginx/conf.d/site.conf", Body: "# " + machine.Debian + "\n" + s.Page}, restart)
	h.Do(systemd.Running("nginx"))
	return nil
}

// Token is a value that one host makes and others need.
func Token() facts.Fact[sh.Secret] {
	return facts.Fact[sh.Secret]{
		Name:  "join token",
		Probe: `if [ -e /etc/join/token ]; then cat /etc/join/token; fi`,
		Parse: func(printed string) (sh.Secret, error) {
			if printed == "" {
				return sh.Secret{}, facts.ErrMissing
			}
			return sh.NewSecret(printed), nil
		},
	}
}

// Joined makes a token on the first host and gives it to the others.
type Joined struct{}

func (Joined) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("web")
	if err != nil {
		return err
	}
	first, others := hosts[0], hosts[1:]
	p.Stage("token", hosts[:1], recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(
			file.Directory{Path: "/etc/join", Mode: 0o700},
			command.Command{Name: "make a token", Script: `umask 077; head -c 32 /dev/urandom | base64 >/etc/join/token`, Creates: "/etc/join/token"},
		)
		return nil
	}))
	p.Stage("join", others, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(file.Directory{Path: "/etc/join", Mode: 0o700})
		facts.Use(h, Token(), first, "token of "+first.Name, func(token sh.Secret) (tasks.Task, error) {
			return file.Secret{Path: "/etc/join/token", Body: token}, nil
		})
		return nil
	}))
	return nil
}

// Site is both.
type Site struct{ Web Server }

func (s Site) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("web")
	if err != nil {
		return err
	}
	web := p.Stage("web", hosts, s.Web)
	web.MaxFail = recipes.Percent(10)
	web.Unreachable = recipes.AwaitUnreachable(2 * time.Minute)
	return Joined{}.Build(p)
}

// Verified looks whether the site is as described and all its servers have the
// same token, and changes nothing.
type Verified struct{ Site Site }

func (v Verified) Build(p *recipes.Play) error {
	from := len(p.Stages)
	if err := v.Site.Build(p); err != nil {
		return err
	}
	hosts, err := p.Inventory.Group("web")
	if err != nil {
		return err
	}
	if len(hosts) == 1 {
		p.Warn("%s is the only server: when it is down, so is the site", hosts[0].Name)
	}
	p.Stage("together", []inventory.Host{recipes.Operator(p.Inventory)}, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(recipes.Late{Name: "one token for all", From: hosts, Source: "sha256sum </etc/join/token", Make: func(said []recipes.Answer) (recipes.Made, error) {
			return recipes.Made{Task: Alike{Said: said}}, nil
		}})
		return nil
	}))
	for _, s := range p.Stages[from:] {
		s.Survey = true
	}
	return nil
}

// Alike is a task that only judges: hosts have said the same.
type Alike struct{ Said []recipes.Answer }

func (Alike) String() string   { return "hosts have said the same" }
func (Alike) Probe() sh.Script { return ":" } // all is asked already
func (a Alike) Plan(string) (c tasks.Change, err error) {
	for _, said := range a.Said {
		switch {
		case said.Err != nil:
			return c, said.Err
		case said.Printed != a.Said[0].Printed:
			return c, fmt.Errorf("%s has another one than %s", said.Host, a.Said[0].Host)
		}
	}
	c.Found = fmt.Sprintf("%d servers have it", len(a.Said))
	return c, nil
}

func ExampleBuildKnowing() {
	inv, err := inventory.New(
		inventory.Host{Name: "web1", Groups: []string{"web"}},
		inventory.Host{Name: "web2", Groups: []string{"web"}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	known := recipes.Facts{}
	for _, host := range inv.Hosts() {
		known.Add(host.Name, facts.Architecture().Name, "x86_64\n")
	}
	play, err := recipes.BuildKnowing(known, inv, nil, Site{Web: Server{Page: "server {}\n"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		for _, host := range stage.Hosts {
			for _, work := range host.Work {
				fmt.Println(stage.Name, host.Name, work.Task)
			}
		}
	}
	// Output:
	// web web1 packages nginx-light
	// web web1 file /etc/nginx/conf.d/site.conf
	// web web1 unit nginx
	// web web2 packages nginx-light
	// web web2 file /etc/nginx/conf.d/site.conf
	// web web2 unit nginx
	// token web1 directory /etc/join
	// token web1 command make a token
	// join web2 directory /etc/join
	// join web2 token of web1
}

func ExamplePlay_Warn() {
	inv, err := inventory.New(inventory.Host{Name: "web1", Groups: []string{"web"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	known := recipes.Facts{}
	known.Add("web1", facts.Architecture().Name, "x86_64\n")
	play, err := recipes.BuildKnowing(known, inv, nil, Verified{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(play.Warnings)
	for _, stage := range play.Stages {
		fmt.Println(stage.Name, stage.Survey, len(stage.Hosts))
	}
	// Output:
	// [web1 is the only server: when it is down, so is the site]
	// web true 1
	// token true 1
	// join true 0
	// together true 1
}
