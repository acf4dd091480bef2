package sshx

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/runner/transport"
)

// files starts SFTP. The error is a [transport.ErrNoSFTP] where sshd refuses
// the subsystem (RFC 4254, section 6.5), as one that is not configured, and
// where what is configured ends without a word, as a program that is not
// installed. Whatever else goes wrong says nothing about what the host offers.
func (c *client) files(ctx context.Context) (*sftp.Client, error) {
	channel, requests, err := c.open(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a session: %w", err)
	}
	exit := follow(requests)
	go func() { _, _ = io.Copy(io.Discard, channel.Stderr()) }()
	accepted, err := channel.SendRequest("subsystem", true, ssh.Marshal(struct{ Name string }{"sftp"}))
	if err == nil && !accepted {
		err = transport.ErrNoSFTP
	}
	var files *sftp.Client
	if err == nil {
		files, err = sftp.NewClientPipe(channel, input{channel})
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = ending(exit.wait(c.host.Name), err)
		}
	}
	if err != nil {
		_ = channel.Close() // it fails only if it is closed already
		return nil, err
	}
	return files, nil
}

// ending is why a subsystem said nothing: it ended, or the connection broke.
func ending(end, err error) error {
	var status *transport.ExitError
	if end == nil || errors.As(end, &status) {
		return fmt.Errorf("%w: what is configured for it has ended: %w", transport.ErrNoSFTP, err)
	}
	return end
}
