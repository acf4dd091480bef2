package sshx

import (
	"fmt"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/sys/unix"

	"github.com/hrun-dev/hrun/runner/transport"
)

// exit is how a remote program ended, once it has.
type exit struct {
	once  sync.Once
	ended chan struct{} // closed when err is valid
	err   error
}

// follow reads the requests of a session until its channel is closed. The
// status comes in one of them.
func follow(requests <-chan *ssh.Request) *exit {
	e := &exit{ended: make(chan struct{})}
	go func() {
		for r := range requests {
			switch r.Type {
			case "exit-status":
				e.end(status(r.Payload))
			case "exit-signal":
				e.end(signal(r.Payload))
			}
			if r.WantReply {
				_ = r.Reply(false, nil)
			}
		}
		e.end(errLost)
	}()
	return e
}

// end records the first end; others are only its echo.
func (e *exit) end(err error) {
	e.once.Do(func() {
		e.err = err
		close(e.ended)
	})
}

func (e *exit) abandon() { e.end(errAbandoned) }

func (e *exit) wait(host string) error {
	<-e.ended
	if _, ok := e.err.(*transport.ExitError); ok || e.err == nil {
		return e.err
	}
	return fmt.Errorf("%s: %w", host, e.err)
}

// status reads an exit-status request (RFC 4254, section 6.10).
func status(payload []byte) error {
	var message struct{ Status uint32 }
	if err := ssh.Unmarshal(payload, &message); err != nil {
		return fmt.Errorf("exit status: %w", err)
	}
	if message.Status == 0 {
		return nil
	}
	return &transport.ExitError{Status: int(message.Status)}
}

// signal reads an exit-signal request (RFC 4254, section 6.10). Signals that
// SSH has no name for come as NAME@DOMAIN.
func signal(payload []byte) error {
	var message struct {
		Signal     string
		CoreDumped bool
		Message    string
		Language   string
	}
	if err := ssh.Unmarshal(payload, &message); err != nil {
		return fmt.Errorf("exit signal: %w", err)
	}
	name, _, _ := strings.Cut(message.Signal, "@")
	return &transport.ExitError{Status: 128 + int(unix.SignalNum("SIG"+name)), Signal: name}
}
