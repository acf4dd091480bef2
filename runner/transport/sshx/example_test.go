package sshx_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// A bastion is looked up by its name. This one leads in a circle.
func ExampleDialer() {
	hosts := map[string]inventory.Host{
		"bastion": {Name: "bastion", Connection: inventory.Connection{Via: []string{"node"}}},
		"node":    {Name: "node", Connection: inventory.Connection{Via: []string{"bastion"}}},
	}
	dialer := &sshx.Dialer{Inventory: func(name string) (inventory.Host, bool) {
		h, ok := hosts[name]
		return h, ok
	}}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, err := dialer.Dial(ctx, hosts["node"])
	var unreachable *transport.UnreachableError
	fmt.Println(errors.As(err, &unreachable), err)
	// Output: true the way leads in a circle: node via bastion via node
}
