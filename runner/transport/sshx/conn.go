package sshx

import (
	"context"
	"io"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/internal/become"
)

// conn is a login to a host, as the runner sees it.
type conn struct {
	client *client
	become inventory.Become
}

// Shell starts sh on the host.
func (c *conn) Shell(ctx context.Context) (*transport.Shell, error) {
	return become.Shell(ctx, c.become, func(words []string) (*transport.Shell, error) {
		return c.client.start(ctx, words)
	})
}

// Upload stores body in a file below /tmp, by SFTP.
func (c *conn) Upload(ctx context.Context, body io.Reader) (string, error) {
	return c.client.upload(ctx, body)
}

// Close ends the connection.
func (c *conn) Close() error { return c.client.Close() }
