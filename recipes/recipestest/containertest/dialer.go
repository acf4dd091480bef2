package containertest

import (
	"context"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// dialer reaches the containers, and this machine, which makes them.
type dialer struct{ ssh *sshx.Dialer }

// newDialer returns a dialer that logs in with certificates of authorities that
// are secrets of the store.
func newDialer(store recipes.Secrets) dialer {
	return dialer{&sshx.Dialer{Authority: sshca.Signers(store)}}
}

func (d dialer) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	if h.Connection.Kind == inventory.Local {
		return local.Dialer{}.Dial(ctx, h)
	}
	return d.ssh.Dial(ctx, h)
}
