package containertest_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest/containertest"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Proxy is a recipe: haproxy with some configuration on all hosts of a group.
type Proxy struct{ Configuration string }

func (r Proxy) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("proxies")
	if err != nil {
		return err
	}
	p.Stage("proxies", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
		reload := h.Handler("reload haproxy", systemd.Reload("haproxy"))
		h.Do(packages.Set{Names: []string{"curl", "haproxy"}})
		h.DoThen(file.Content{Path: "/etc/haproxy/haproxy.cfg", Body: r.Configuration}, reload)
		h.Do(systemd.Unit{Name: "haproxy", State: systemd.Started, Boot: systemd.Enabled})
		return nil
	}))
	return nil
}

const configuration = `defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend greeting
  bind 127.0.0.1:8080
  http-request return status 200 content-type text/plain string "hello"
`

// The test of a recipe on a real host.
func ExampleStart() {
	var t *testing.T // of the test that this is

	containers := containertest.Start(t, "proxies: {hosts: {proxy01: {}}}", vm.Parameters{})
	recipe := Proxy{Configuration: configuration}
	containers.Apply(recipe)
	if said := containers.Sh("proxy01", "curl -sS http://127.0.0.1:8080/"); said != "hello" {
		t.Errorf("the proxy says %q", said)
	}
	if changed := containers.Apply(recipe); changed != 0 {
		t.Errorf("a second run changes %d tasks", changed)
	}
}
