package cli

import (
	"context"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// dialer reaches every host in the way that its inventory says.
type dialer struct {
	local local.Dialer
	ssh   *sshx.Dialer
}

// newDialer returns a dialer that finds bastions by the given function, and
// keys that sign certificates among the authorities.
func newDialer(find bastions, known *authorities) transport.Dialer {
	return dialer{ssh: &sshx.Dialer{Inventory: find, Authority: known.signer}}
}

// Dial connects to the host.
func (d dialer) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	if h.Connection.Kind == inventory.Local {
		return d.local.Dial(ctx, h)
	}
	return d.ssh.Dial(ctx, h)
}
