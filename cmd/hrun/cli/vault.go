package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/inventory"
)

// vaultFlags say how what ansible-vault has encrypted is decrypted.
type vaultFlags struct {
	files []string
	ask   bool
}

func (f *vaultFlags) add(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringArrayVar(&f.files, "vault-password-file", nil, "`file` with a password of ansible-vault, or a program that prints one (repeatable; also ANSIBLE_VAULT_PASSWORD_FILE)")
	fs.BoolVar(&f.ask, "ask-vault-pass", false, "ask for the password of ansible-vault, if something is encrypted")
}

// passwords returns the passwords that the flags name.
func (f *vaultFlags) passwords(ctx context.Context, p *Program) ([]inventory.Password, error) {
	files := f.files
	if given := p.Getenv("ANSIBLE_VAULT_PASSWORD_FILE"); len(files) == 0 && !f.ask && given != "" {
		files = []string{given}
	}
	var all []inventory.Password
	for _, file := range files {
		password, err := vaultPassword(ctx, file)
		if err != nil {
			return nil, fmt.Errorf("vault password: %w", err)
		}
		all = append(all, password)
	}
	if f.ask {
		password, err := p.ask(ctx, "vault password: ")
		if err != nil {
			return nil, err
		}
		all = append(all, password)
	}
	return all, nil
}

// vaultPassword reads a file or runs it, as ansible-vault does: one that may
// be executed prints the password. Space around it does not belong to it.
func vaultPassword(ctx context.Context, file string) (inventory.Password, error) {
	if rest, ok := strings.CutPrefix(file, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		file = filepath.Join(home, rest)
	}
	info, err := os.Stat(file)
	if err != nil {
		return "", err
	}
	var text []byte
	if info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0 {
		if file, err = filepath.Abs(file); err != nil {
			return "", err
		}
		var complaint bytes.Buffer
		cmd := exec.CommandContext(ctx, file)
		cmd.Stderr, cmd.WaitDelay = &complaint, time.Second
		if text, err = cmd.Output(); err != nil {
			return "", fmt.Errorf("%s is executable and was run: %w\n%s", file, err, strings.TrimSpace(complaint.String()))
		}
	} else if text, err = os.ReadFile(file); err != nil {
		return "", err
	}
	password := strings.TrimSpace(string(text))
	if password == "" {
		return "", fmt.Errorf("%s is empty", file)
	}
	return inventory.Password(password), nil
}
