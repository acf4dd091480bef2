package sshx_test

import (
	"io"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/crypto/ssh"
	"golang.org/x/sys/unix"
)

// run runs a command as sshd does: by a shell, until it and its output end.
// Unlike with sshd it ends with the channel, so that tests leave nothing.
func (s *server) run(channel ssh.Channel, requests <-chan *ssh.Request, command string) {
	cmd := exec.Command("/bin/sh", "-c", command)
	cmd.Env = append(os.Environ(), s.env...)
	cmd.Stdout, cmd.Stderr = channel, channel.Stderr()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	stdin, err := cmd.StdinPipe()
	if err != nil || cmd.Start() != nil {
		return
	}
	done := make(chan struct{})
	go func() {
		ssh.DiscardRequests(requests)
		select {
		case <-done:
		default:
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		}
	}()
	go func() {
		_, _ = io.Copy(stdin, channel)
		_ = stdin.Close()
	}()
	err = cmd.Wait()
	close(done)
	name, payload := ending(cmd, err)
	_, _ = channel.SendRequest(name, false, payload)
}

// ending returns the request that tells how a program ended (RFC 4254, section
// 6.10).
func ending(cmd *exec.Cmd, err error) (name string, payload []byte) {
	if err == nil {
		return "exit-status", ssh.Marshal(struct{ Status uint32 }{0})
	}
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return "exit-signal", ssh.Marshal(struct {
			Signal     string
			CoreDumped bool
			Message    string
			Language   string
		}{Signal: unix.SignalName(status.Signal())[3:]})
	}
	return "exit-status", ssh.Marshal(struct{ Status uint32 }{uint32(status.ExitStatus())})
}
