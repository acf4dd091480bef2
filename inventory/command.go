package inventory

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// patience is how long a command may take that prints a value.
const patience = time.Minute

// fromCommand runs a program on this machine. It stays in the foreground, where
// it can ask a person for a passphrase.
func (k *keeper) fromCommand(words []string, dir string) (string, error) {
	from := cmp.Or(k.from.Context, context.Background())
	ctx, cancel := context.WithTimeout(from, patience)
	defer cancel()
	var printed, complaint bounded
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, &printed, &complaint, time.Second
	err := cmd.Run()
	if err != nil && interrupted(cmd) {
		// The terminal has sent the signal to both: whoever ends the context
		// for it is about to.
		select {
		case <-from.Done():
		case <-time.After(time.Second):
		}
	}
	switch {
	case from.Err() != nil:
		return "", fmt.Errorf("%s: %w", words[0], context.Cause(from))
	case printed.over || complaint.over:
		return "", fmt.Errorf("%s printed more than %d bytes", words[0], longestValue)
	case ctx.Err() != nil:
		err = fmt.Errorf("%s: ended after %s: %w", words[0], patience, ctx.Err())
	case err != nil:
		err = fmt.Errorf("%s: %w", words[0], err)
	default:
		return strings.TrimSuffix(printed.text.String(), "\n"), nil
	}
	if said := strings.TrimSpace(complaint.text.String()); said != "" {
		err = fmt.Errorf("%w\n%s", err, said)
	}
	return "", err
}

// interrupted reports whether the program was ended by what a terminal sends.
func interrupted(cmd *exec.Cmd) bool {
	if cmd.ProcessState == nil {
		return false
	}
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGINT
}

// bounded keeps up to longestValue bytes, and has whoever writes more fail.
type bounded struct {
	text bytes.Buffer // not embedded: its ReadFrom has no bound
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.over = b.over || b.text.Len()+len(p) > longestValue; b.over {
		return 0, errLong
	}
	return b.text.Write(p)
}

var errLong = errors.New("it is too long")
