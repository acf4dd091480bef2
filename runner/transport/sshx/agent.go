package sshx

import (
	"fmt"
	"net"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// agentConn is the agent during one handshake. It is only asked when the host
// wants a key; closing it ends a question that the agent does not answer.
type agentConn struct {
	socket string // empty means that there is none

	mu     sync.Mutex
	conn   net.Conn
	closed bool
}

// signers returns the agent's keys, none if there is no agent.
func (a *agentConn) signers() ([]ssh.Signer, error) {
	if a.socket == "" {
		return nil, nil
	}
	conn, err := net.Dial("unix", a.socket)
	if err != nil {
		return nil, fmt.Errorf("agent: %w", err)
	}
	a.mu.Lock()
	if a.closed {
		a.mu.Unlock()
		_ = conn.Close()
		return nil, fmt.Errorf("agent: %w", net.ErrClosed)
	}
	a.conn = conn
	a.mu.Unlock()
	signers, err := agent.NewClient(conn).Signers()
	if err != nil {
		return nil, fmt.Errorf("agent: %w", err)
	}
	return signers, nil
}

func (a *agentConn) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
	if a.conn != nil {
		_ = a.conn.Close()
	}
}
