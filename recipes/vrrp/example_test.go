package vrrp_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// node returns a host of the group vrrp.
func node(name, address string) inventory.Host {
	return inventory.Host{Name: name, Groups: []string{"vrrp"}, Address: netip.MustParsePrefix(address)}
}

func Example() {
	inv, err := inventory.New(node("lb1", "192.168.1.9/24"), node("lb2", "192.168.1.10/24"))
	if err != nil {
		fmt.Println(err)
		return
	}
	recipe := vrrp.Recipe{Auth: sh.NewSecret("42")}
	play, err := recipes.Build(inv, nil, recipe)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		fmt.Println("---", stage.Name)
		fmt.Print(recipestest.Outline(stage.Hosts[0]))
		for _, handler := range stage.Hosts[0].Handlers {
			fmt.Println("then", handler.Name)
		}
	}
	fmt.Println("the control plane is at", recipe.Endpoint())
	// Output:
	// --- preflight
	// interface eno1
	// address 192.168.1.100 is not a stranger's
	// the clock is right
	// --- nodes
	// hostname lb1
	// hosts entry 192.168.1.9
	// hosts entry 192.168.1.10
	// packages curl
	// directory /etc/haproxy
	// file /etc/haproxy/haproxy.cfg -> reload haproxy
	// packages haproxy
	// unit haproxy
	// packages procps
	// directory /etc/keepalived
	// file /etc/keepalived/keepalived.conf -> reload keepalived
	// packages keepalived
	// unit keepalived
	// wait until this router holds 192.168.1.100
	// file /usr/local/sbin/vrrp-health
	// unit file vrrp-health.service
	// unit file vrrp-health.timer
	// unit vrrp-health.timer
	// directory /etc/kubernetes
	// file /etc/kubernetes/kubeadm-endpoint.yaml
	// then reload haproxy
	// then reload keepalived
	// the control plane is at 192.168.1.100:6443
}
