package transport_test

import (
	"errors"
	"testing"

	"github.com/hrun-dev/hrun/runner/transport"
)

func TestErrorsReadWell(t *testing.T) {
	cause := errors.New("connection refused")
	tests := []struct {
		err  error
		want string
	}{
		{&transport.UnreachableError{Host: "node", Hop: "node", Err: cause}, "connection refused"},
		{&transport.UnreachableError{Host: "node", Hop: "bastion", Err: cause}, "via bastion: connection refused"},
		{
			&transport.HostKeyError{Host: "node", File: "/known_hosts", Line: 7, Got: "SHA256:new", Want: "SHA256:old"},
			"host key of node changed: it shows SHA256:new, /known_hosts:7 has SHA256:old",
		},
		{
			&transport.HostKeyError{Host: "node", File: "/known_hosts", Got: "SHA256:new"},
			"host key of node (SHA256:new) is not in /known_hosts",
		},
		{&transport.BecomeError{User: "root", Reason: transport.PasswordWrong, Stderr: "Sorry"}, "cannot become root: the password is wrong"},
		{
			&transport.BecomeError{User: "root", Reason: transport.BecomeFailed, Stderr: "sudo: unknown user\n"},
			"cannot become root: sudo failed: sudo: unknown user",
		},
		{&transport.ExitError{Status: 3}, "shell exited with status 3"},
		{&transport.ExitError{Status: 143, Signal: "TERM"}, "shell ended by signal TERM"},
	}
	for _, tt := range tests {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestUnreachableKeepsItsCause(t *testing.T) {
	changed := &transport.HostKeyError{Host: "node", File: "/known_hosts", Line: 7}
	var err error = &transport.UnreachableError{Host: "node", Hop: "node", Err: changed}
	if got := (*transport.HostKeyError)(nil); !errors.As(err, &got) || got != changed {
		t.Errorf("got %v, want %v", got, changed)
	}
}
