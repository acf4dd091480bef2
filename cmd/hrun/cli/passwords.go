package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// passwords are those of the command line, for all hosts; empty if not asked for.
type passwords struct{ login, become inventory.Password }

// passwords asks for the passwords, or reads them, as the flags say.
func (f *connectionFlags) passwords(ctx context.Context, p *Program) (got passwords, err error) {
	if f.askPass {
		if got.login, err = p.ask(ctx, "login password: "); err != nil {
			return got, err
		}
	}
	if f.askBecomePass {
		question := "sudo password: "
		if f.askPass {
			question = "sudo password (empty: the login password): "
		}
		if got.become, err = p.ask(ctx, question); err != nil {
			return got, err
		}
		if got.become == "" {
			got.become = got.login
		}
	}
	if f.becomePasswordFile != "" {
		got.become, err = firstLine(f.becomePasswordFile)
	}
	p.mask(func() []sh.Secret {
		return []sh.Secret{sh.NewSecret(string(got.login)), sh.NewSecret(string(got.become))}
	})
	return got, err
}

func firstLine(file string) (inventory.Password, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", usagef("--become-password-file: %w", err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", usagef("--become-password-file: the first line of %s is empty", file)
	}
	return inventory.Password(line), nil
}

// ask reads a password from the terminal, or line by line from a pipe.
func (p *Program) ask(ctx context.Context, question string) (inventory.Password, error) {
	if p.onTerminal() {
		return p.hidden(ctx, int(p.Stdin.(*os.File).Fd()), question)
	}
	if p.lines == nil {
		p.lines = bufio.NewReader(p.Stdin)
	}
	line, err := p.lines.ReadString('\n')
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return "", fmt.Errorf("reading the %s from the standard input: %w", strings.TrimSuffix(question, ": "), err)
	}
	return inventory.Password(strings.TrimRight(line, "\r\n")), nil
}

// onTerminal reports whether a person can be asked.
func (p *Program) onTerminal() bool {
	f, ok := p.Stdin.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// hidden asks on the terminal, without echo. If the context ends, the
// terminal gets its echo back and the read is left behind.
func (p *Program) hidden(ctx context.Context, fd int, question string) (inventory.Password, error) {
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("asking for a password: %w", err)
	}
	type answer struct {
		password []byte
		err      error
	}
	_, _ = fmt.Fprint(p.Stderr, question)
	answers := make(chan answer, 1)
	go func() {
		password, err := term.ReadPassword(fd)
		answers <- answer{password, err}
	}()
	defer func() { _, _ = fmt.Fprintln(p.Stderr) }()
	select {
	case <-ctx.Done():
		return "", errors.Join(context.Cause(ctx), term.Restore(fd, before))
	case a := <-answers:
		return inventory.Password(a.password), a.err
	}
}
