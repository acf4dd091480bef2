//go:build lab

package containertest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/recipestest/containertest"
	"github.com/hrun-dev/hrun/recipes/vm"
)

func TestLabContainers(t *testing.T) {
	began := time.Now()
	containers := containertest.Start(t, "proxies: {hosts: {proxy01: {}}}", vm.Parameters{})
	t.Logf("a container after %s", time.Since(began))
	recipe := Proxy{Configuration: configuration}
	if changed := containers.Apply(recipe); changed == 0 {
		t.Error("nothing was changed on a new host")
	}
	if said := containers.Sh("proxy01", "curl -sS http://127.0.0.1:8080/"); said != "hello" {
		t.Errorf("the proxy says %q", said)
	}
	if changed := containers.Apply(recipe); changed != 0 {
		t.Errorf("a second run changes %d tasks", changed)
	}
	broken := Proxy{Configuration: strings.Replace(configuration, "bind", "bound", 1)}
	if _, err := containers.Try(broken); err == nil || !strings.Contains(err.Error(), "reload haproxy") {
		t.Errorf("a configuration that haproxy refuses: %v", err)
	}
	t.Logf("all after %s", time.Since(began))
}
