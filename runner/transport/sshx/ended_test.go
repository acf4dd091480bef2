package sshx

import (
	"context"
	"errors"
	"testing"

	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"
)

// silent is a connection that answers nothing, as one that ended right after it
// was asked.
type silent struct {
	ssh.Conn
	released chan struct{}
}

func (s silent) OpenChannel(string, []byte) (ssh.Channel, <-chan *ssh.Request, error) {
	<-s.released
	return nil, nil, errors.New("too late")
}

// A session is not waited for beyond the end of the connection.
func TestNoSessionAfterTheEnd(t *testing.T) {
	conn := silent{released: make(chan struct{})}
	defer close(conn.released)
	c := &client{Client: &goph.Client{Client: &ssh.Client{Conn: conn}}, ended: make(chan struct{})}
	close(c.ended)
	if _, err := c.start(context.Background(), []string{"sh"}); !errors.Is(err, errEnded) {
		t.Errorf("got %v", err)
	}
}
