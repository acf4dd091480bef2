package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func (p *Program) getSecret(_ context.Context, store *secrets.Store, names []string) error {
	secret, err := store.Get(names[0])
	if err != nil {
		return err
	}
	_, err = io.WriteString(p.Stdout, secret.Reveal())
	return err
}

func (p *Program) setSecret(ctx context.Context, store *secrets.Store, names []string) error {
	value, err := p.newValue(ctx, names[0])
	if err != nil {
		return err
	}
	return store.Set(names[0], sh.NewSecret(value))
}

// newValue asks for a value twice on a terminal, or takes all of the standard
// input as it is: a key may end in a newline that belongs to it.
func (p *Program) newValue(ctx context.Context, name string) (string, error) {
	if !p.onTerminal() {
		value, err := io.ReadAll(p.Stdin)
		if err != nil {
			return "", fmt.Errorf("reading the secret from the standard input: %w", err)
		}
		return string(value), nil
	}
	first, err := p.ask(ctx, fmt.Sprintf("secret %q: ", name))
	if err != nil {
		return "", err
	}
	second, err := p.ask(ctx, "once more: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", errors.New("the two differ; nothing was changed")
	}
	return string(first), nil
}
