package sshx_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// server is an sshd within the test. Names in names exist for it alone.
type server struct {
	config  *ssh.ServerConfig
	hostKey ssh.Signer
	address string // of its listener, on loopback

	names func(address string) string // address to dial for a tunnel; nil forbids tunnels
	env   []string                    // of the programs that it starts
	drop  int                         // connections to hang up on before a word is said
	hold  chan struct{}               // if not nil, handshakes begin when it is closed
	deaf  bool                        // keepalives get no answer

	mu        sync.Mutex
	accepted  int      // connections
	greeting  int      // handshakes that have not succeeded yet
	greeted   int      // the most of them at once
	questions int      // global requests, which keepalives are
	answered  int      // exec requests that wanted an answer
	commands  []string // of exec requests
	asked     []string // addresses of tunnels
}

// newServer starts a server that lets in the holder of the key.
func newServer(t *testing.T, change func(*server)) *server {
	t.Helper()
	s := &server{hostKey: newSigner(t), config: &ssh.ServerConfig{NoClientAuth: false}}
	s.config.PublicKeyCallback = func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
		return nil, nil
	}
	if change != nil {
		change(s)
	}
	s.config.AuthLogCallback = func(_ ssh.ConnMetadata, _ string, err error) {
		if err == nil {
			s.count(-1) // before the client hears of it
		}
	}
	s.config.AddHostKey(s.hostKey)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	var running sync.WaitGroup
	var open sync.Map
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Store(conn, nil)
			running.Go(func() {
				defer open.Delete(conn)
				s.serve(conn)
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		open.Range(func(conn, _ any) bool {
			_ = conn.(net.Conn).Close()
			return true
		})
		running.Wait()
	})
	return s
}

func (s *server) serve(conn net.Conn) {
	defer conn.Close()
	s.mu.Lock()
	s.accepted++
	refused := s.accepted <= s.drop
	s.mu.Unlock()
	if refused {
		_, _ = io.WriteString(conn, "Exceeded MaxStartups\r\n")
		return
	}
	s.count(1)
	if s.hold != nil {
		<-s.hold
	}
	login, channels, requests, err := ssh.NewServerConn(conn, s.config)
	if err != nil {
		return
	}
	defer login.Close()
	go s.global(requests)
	var running sync.WaitGroup
	for c := range channels {
		running.Go(func() {
			switch c.ChannelType() {
			case "session":
				s.session(c)
			case "direct-tcpip":
				s.tunnel(c)
			default:
				_ = c.Reject(ssh.UnknownChannelType, c.ChannelType())
			}
		})
	}
	running.Wait()
}

// global answers what concerns no channel, or lets it lie.
func (s *server) global(requests <-chan *ssh.Request) {
	for r := range requests {
		s.mu.Lock()
		s.questions++
		s.mu.Unlock()
		if r.WantReply && !s.deaf {
			_ = r.Reply(false, nil)
		}
	}
}

func (s *server) session(c ssh.NewChannel) {
	channel, requests, err := c.Accept()
	if err != nil {
		return
	}
	defer channel.Close()
	for r := range requests {
		var text struct{ Text string }
		if err := ssh.Unmarshal(r.Payload, &text); err != nil {
			return
		}
		if r.WantReply {
			_ = r.Reply(true, nil)
		}
		switch r.Type {
		case "exec":
			s.mu.Lock()
			if r.WantReply {
				s.answered++
			}
			s.commands = append(s.commands, text.Text)
			s.mu.Unlock()
			s.run(channel, requests, text.Text)
			return
		case "subsystem":
			go ssh.DiscardRequests(requests)
			files, err := sftp.NewServer(channel)
			if err == nil {
				_ = files.Serve()
			}
			return
		}
	}
}
