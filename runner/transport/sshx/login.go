package sshx

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/user"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
)

// login is what one hop is logged in to with, and how its key is checked. It
// serves for any number of attempts.
type login struct {
	user        string
	password    string
	keys        []*key
	keysOnly    bool       // the keys were named, or there is an authority: nothing else is offered
	authority   *authority // nil if there is none
	now         func() time.Time
	agentSocket string
	hostKeys    *hostKeys
}

// login reads the keys and the known hosts of a hop, and finds its authority.
func (d *Dialer) login(h hop) (*login, error) {
	c := h.host.Connection
	l := &login{
		user:        c.User,
		password:    string(c.Password),
		keysOnly:    len(c.KeyFiles) > 0 || c.Authority != "",
		now:         d.Now,
		agentSocket: d.AgentSocket,
	}
	if l.agentSocket == "" {
		l.agentSocket = os.Getenv("SSH_AUTH_SOCK")
	}
	if l.now == nil {
		l.now = time.Now
	}
	var err error
	if l.user, err = loginName(c); err != nil {
		return nil, err
	}
	// Each key that is refused counts against MaxAuthTries, so that those which
	// everyone has must not stand beside a certificate.
	if c.Authority == "" || len(c.KeyFiles) > 0 {
		if l.keys, err = d.keys.readAll(c.KeyFiles); err != nil {
			return nil, err
		}
	}
	if l.authority, err = d.authority(c.Authority); err != nil {
		return nil, err
	}
	if err := l.hopeless(l.now()); err != nil {
		return nil, err
	}
	if l.hostKeys, err = newHostKeys(c, h.address(), &d.known); err != nil {
		return nil, err
	}
	return l, nil
}

// loginName is the user to log in as.
func loginName(c inventory.Connection) (string, error) {
	if c.User != "" {
		return c.User, nil
	}
	u, err := user.Current()
	if err != nil {
		return "", fmt.Errorf("which user to log in as: %w", err)
	}
	return u.Username, nil
}

// handshake exchanges keys and logs in. When the context ends it closes the
// connection and returns.
func (l *login) handshake(ctx context.Context, network net.Conn, address string) (*ssh.Client, error) {
	agent := &agentConn{socket: l.agentSocket}
	defer agent.close()
	abort := context.AfterFunc(ctx, func() {
		agent.close()
		_ = network.Close()
	})
	connection, channels, requests, err := ssh.NewClientConn(network, address, &ssh.ClientConfig{
		User:              l.user,
		Auth:              l.methods(agent),
		HostKeyCallback:   l.hostKeys.check,
		HostKeyAlgorithms: l.hostKeys.algorithms,
	})
	if !abort() && err == nil {
		_ = connection.Close()
		err = context.Cause(ctx)
	}
	if err != nil {
		return nil, l.explain(err, l.now())
	}
	return ssh.NewClient(connection, channels, requests), nil
}
