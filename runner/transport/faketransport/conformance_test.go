package faketransport_test

import (
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/faketransport"
	"github.com/hrun-dev/hrun/runner/transport/transporttest"
)

func TestConformance(t *testing.T) { conform(t, 0) }

func TestConformanceOfSlowLink(t *testing.T) { conform(t, 10*time.Millisecond) }

func conform(t *testing.T, roundTrip time.Duration) {
	transporttest.Run(t, func(*testing.T) transporttest.Subject {
		host := &faketransport.Host{Run: realShell, RoundTrip: roundTrip}
		return transporttest.Subject{
			Dialer: &faketransport.Dialer{Hosts: map[string]*faketransport.Host{
				"node":   host,
				"gone":   {Unreachable: errors.New("down")},
				"silent": {DialDelay: time.Hour},
			}},
			Host:        inventory.Host{Name: "node"},
			Unreachable: &inventory.Host{Name: "gone"},
			Silent:      &inventory.Host{Name: "silent"},
			ReadFile: func(path string) ([]byte, fs.FileMode, error) {
				body, ok := host.Files()[path]
				if !ok {
					return nil, 0, fs.ErrNotExist
				}
				return body, 0o600, nil
			},
			RemoveFile: func(path string) error {
				host.Remove(path)
				return nil
			},
		}
	})
}

// realShell lends a host the shell of this machine.
func realShell(program io.Reader, stdout, stderr io.Writer) int {
	cmd := exec.Command("sh")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	stdin, err := cmd.StdinPipe()
	if err != nil || cmd.Start() != nil {
		return 127
	}
	ended := make(chan struct{})
	go func() {
		_, err := io.Copy(stdin, program)
		_ = stdin.Close()
		select {
		case <-ended:
		default:
			if err != nil && !errors.Is(err, syscall.EPIPE) {
				_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			}
		}
	}()
	_ = cmd.Wait()
	close(ended)
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() {
		return 128 + int(status.Signal())
	}
	return cmd.ProcessState.ExitCode()
}
