package sshx_test

import (
	"fmt"
	"io"
	"net"
	"sync"

	"golang.org/x/crypto/ssh"
)

// tunnel leads to an address that only the server can look up (RFC 4254,
// section 7.2).
func (s *server) tunnel(c ssh.NewChannel) {
	var to struct {
		Host       string
		Port       uint32
		Origin     string
		OriginPort uint32
	}
	if err := ssh.Unmarshal(c.ExtraData(), &to); err != nil {
		return
	}
	if s.names == nil {
		_ = c.Reject(ssh.Prohibited, "open failed")
		return
	}
	name := fmt.Sprintf("%s:%d", to.Host, to.Port)
	s.mu.Lock()
	s.asked = append(s.asked, name)
	s.mu.Unlock()
	target, err := net.Dial("tcp", s.names(name))
	if err != nil {
		_ = c.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	defer target.Close()
	channel, requests, err := c.Accept()
	if err != nil {
		return
	}
	go s.global(requests)
	var running sync.WaitGroup
	running.Go(func() {
		_, _ = io.Copy(channel, target)
		_ = channel.Close()
	})
	_, _ = io.Copy(target, channel)
	_ = target.Close()
	running.Wait()
}
