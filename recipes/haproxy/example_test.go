package haproxy_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/haproxy"
)

func ExampleProxy() {
	play := recipes.Play{}
	stage := play.Stage("proxies", []inventory.Host{{Name: "hapx-node01"}}, haproxy.Proxy{
		Bind:    "*:443",
		Servers: []haproxy.Server{{Name: "web01", Address: "web01.example:8443"}},
	})
	host := stage.Hosts[0]
	for _, work := range host.Work {
		fmt.Println(work.Task)
	}
	fmt.Println(host.Handlers[0].Name)
	// Output:
	// directory /etc/haproxy
	// file /etc/haproxy/haproxy.cfg
	// packages haproxy
	// unit haproxy
	// reload haproxy
}
