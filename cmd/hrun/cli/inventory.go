package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/secrets"
)

// inventoryFlags say which hosts exist.
type inventoryFlags struct {
	files, extra []string
	vault        vaultFlags
}

func (f *inventoryFlags) add(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringArrayVarP(&f.files, "inventory", "i", nil, "inventory `file` or directory, or host1,host2, (repeatable)")
	fs.StringArrayVarP(&f.extra, "extra-vars", "e", nil, "set a variable for all hosts: `KEY=VALUE`, @FILE or JSON (repeatable; wins over all). A key with dots, as vm.provider, sets that part of a mapping and leaves the rest")
	f.vault.add(cmd)
}

// load reads the inventory, with the variables of the command line. What it
// knows to be secret is masked from then on.
func (f *inventoryFlags) load(ctx context.Context, p *Program) (*inventory.Inventory, error) {
	if len(f.files) == 0 {
		return nil, usagef("which hosts? name an inventory with -i")
	}
	store := p.store(f.files, false)
	from := inventory.Sources{
		Context:        ctx,
		Prompt:         func(question string) (string, error) { return p.askPerson(ctx, question) },
		VaultPasswords: func() ([]inventory.Password, error) { return f.vault.passwords(ctx, p) },
		Secret: func(name string) (string, error) {
			secret, err := store.Get(name)
			return secret.Reveal(), err
		},
	}
	inv, err := from.Load(f.files...)
	if err != nil {
		return nil, err
	}
	p.mask(confidential(inv.Secrets))
	if len(f.extra) == 0 {
		return inv, nil
	}
	return inv.WithExtra(f.extra...)
}

// store returns the store of secrets beside the first inventory that is a file
// or a directory. What it hands out is masked.
func (p *Program) store(inventories []string, dryRun bool) *secrets.Store {
	dir := ""
	for _, path := range inventories {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		if dir = path; !info.IsDir() {
			dir = filepath.Dir(path)
		}
		break
	}
	s := secrets.New(secrets.Beside(dir), dryRun)
	p.mask(s.Known)
	return s
}

// askPerson asks what an inventory wants to know, on the terminal only: the
// standard input has no order that an inventory could count on.
func (p *Program) askPerson(ctx context.Context, question string) (string, error) {
	if !p.onTerminal() {
		return "", errors.New("there is no terminal to ask on: " + question)
	}
	answer, err := p.ask(ctx, strings.TrimRight(question, ": ")+": ")
	return string(answer), err
}
