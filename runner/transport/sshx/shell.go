package sshx

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/runner/transport"
)

// start runs the command that words make up. It waits for the channel, which
// SSH asks for, and not for the command, which SSH does not: what the caller
// writes follows on the heels of the request.
func (c *client) start(ctx context.Context, words []string) (*transport.Shell, error) {
	channel, requests, err := c.open(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a session: %w", err)
	}
	exit := follow(requests)
	command := ssh.Marshal(struct{ Command string }{quote(words)}) // RFC 4254, section 6.5
	if _, err := channel.SendRequest("exec", false, command); err != nil {
		_ = channel.Close()
		return nil, fmt.Errorf("start the shell: %w", err)
	}
	return &transport.Shell{
		Stdin:  input{channel},
		Stdout: channel,
		Stderr: channel.Stderr(),
		Wait:   func() error { return exit.wait(c.host.Name) },
		Close: func() error {
			exit.abandon()
			_ = channel.Close() // it fails only if it is closed already
			return nil
		},
	}, nil
}

// open opens a session, within the bounds of the context and the connection:
// package ssh waits for ever if the connection ends between its question and the
// answer.
func (c *client) open(ctx context.Context) (ssh.Channel, <-chan *ssh.Request, error) {
	type answer struct {
		channel  ssh.Channel
		requests <-chan *ssh.Request
		err      error
	}
	answers := make(chan answer, 1)
	go func() {
		channel, requests, err := c.OpenChannel("session", nil)
		answers <- answer{channel, requests, err}
	}()
	select {
	case a := <-answers:
		return a.channel, a.requests, a.err
	case <-c.ended:
		return nil, nil, errEnded
	case <-ctx.Done():
		go func() {
			if late := <-answers; late.err == nil {
				go ssh.DiscardRequests(late.requests)
				_ = late.channel.Close()
			}
		}()
		return nil, nil, context.Cause(ctx)
	}
}

// input is the input of a program: closing it ends the input, not the channel.
type input struct{ ssh.Channel }

func (i input) Close() error { return i.CloseWrite() }

// quote writes the words so that any login shell takes them apart again: the
// Bourne family, csh and fish agree on single quotes, as long as what is
// between them has no quote, backslash or exclamation mark.
func quote(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		if quoted[i] = w; strings.ContainsFunc(w, unsafe) || w == "" {
			quoted[i] = "'" + w + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// unsafe reports whether a shell may see more in r than a letter.
func unsafe(r rune) bool {
	plain := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./:=", r)
	return !plain
}

var (
	errEnded     = errors.New("the connection has ended")
	errAbandoned = errors.New("the shell was closed")
	errLost      = errors.New("the connection broke while the shell was running")
)
