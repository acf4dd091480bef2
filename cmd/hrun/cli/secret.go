package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/recipes/secrets"
)

// secretFlags say where the secrets are.
type secretFlags struct{ files []string }

func (p *Program) secret() *cobra.Command {
	var f secretFlags
	root := &cobra.Command{
		Use:   "secret COMMAND -i INVENTORY",
		Short: "Look after the secrets that are kept beside an inventory",
		Long: `secret looks after the secrets that recipes ask for, and that inventories name
with {secret: NAME}. They are files beside the inventory, in .hrun/secrets. To
have them encrypted with age, so that they can be kept in a repository:

  hrun secret keygen                                 once for each person
  hrun secret recipients add age1... -i hosts.yaml   the line that it has printed

This counts from now on, and for what is there already.

The identity that decrypts them is the file ~/.config/hrun/age.key, or what
HRUN_AGE_IDENTITY names: such a file, an OpenSSH private key without a
passphrase, or the identity itself (AGE-SECRET-KEY-...).

Two things can be renewed: "rotate" gives a secret another value, which the next
run brings to the hosts; "reencrypt" and "recipients" change who can read the
files, and no value. The key of an SSH authority is not for "rotate", since hosts
would still trust the old one, and no other: give the new one another name.`,
		Example: `  hrun secret list -i hosts.yaml
  hrun secret set smtp-password -i hosts.yaml   asks, or reads standard input
  hrun secret get smtp-password -i hosts.yaml
  hrun secret rotate smtp-password -i hosts.yaml`,
		Args: func(cmd *cobra.Command, args []string) error { return knownCommand(cmd, args) },
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringArrayVarP(&f.files, "inventory", "i", nil, "inventory `file` or directory that the secrets are beside (of several, the first)")
	add := func(use, short string, args cobra.PositionalArgs, do func(context.Context, *secrets.Store, []string) error) *cobra.Command {
		cmd := &cobra.Command{Use: use, Short: short, Args: args, ValidArgsFunction: cobra.NoFileCompletions}
		cmd.RunE = p.do(func(ctx context.Context, args []string) error {
			store, err := f.store(p)
			if err != nil {
				return err
			}
			return do(ctx, store, args)
		})
		return cmd
	}
	name := atLeastOne("which secret? \"hrun secret list\" lists them")
	one := cobra.MatchAll(name, cobra.MaximumNArgs(1))
	recipients := add("recipients", "Print for whom the secrets are encrypted", cobra.NoArgs, p.printRecipients)
	recipients.AddCommand(
		add("add RECIPIENT...", "Encrypt all secrets for these as well: age1... or an OpenSSH public key, quoted", atLeastOne("which recipient?"), p.addRecipients),
		add("remove RECIPIENT...", "Encrypt all secrets without these, who can still read older copies: rotate the values", atLeastOne("which recipient?"), p.removeRecipients),
	)
	root.AddCommand(
		add("list", "Print the names of the secrets", cobra.NoArgs, p.listSecrets),
		add("get NAME", "Print a secret to the standard output, as it is", one, p.getSecret),
		add("set NAME", "Keep a secret: from the terminal without echo, or the standard input as it is", one, p.setSecret),
		add("edit NAME", "Edit a secret with $VISUAL or $EDITOR", one, p.editSecret),
		add("rotate NAME...", "Put new random values of the same size in place of secrets", name, p.rotateSecrets),
		recipients,
		add("reencrypt", "Encrypt all secrets anew for the recipients, after their file was edited", cobra.NoArgs, p.reencrypt),
		p.keygen(),
	)
	return root
}

// store returns the store beside the inventory, which itself is not read: it
// may need the secrets.
func (f *secretFlags) store(p *Program) (*secrets.Store, error) {
	if len(f.files) == 0 {
		return nil, usagef("beside which inventory? name it with -i")
	}
	if _, err := os.Stat(f.files[0]); err != nil {
		return nil, fmt.Errorf("inventory: %w", err)
	}
	return p.store(f.files, false), nil
}

func (p *Program) listSecrets(_ context.Context, store *secrets.Store, _ []string) error {
	entries, err := store.List()
	if err != nil {
		return err
	}
	for _, e := range entries {
		note := ""
		if !e.Encrypted {
			note = "  (not encrypted)"
		}
		if _, err := fmt.Fprintln(p.Stdout, e.Name+note); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) rotateSecrets(_ context.Context, store *secrets.Store, names []string) error {
	for _, name := range names {
		if err := store.Rotate(name); err != nil {
			return err
		}
		if err := p.note("secret %q has a new value; the next run brings it to the hosts", name); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) printRecipients(_ context.Context, store *secrets.Store, _ []string) error {
	all, err := store.Recipients()
	if err != nil {
		return err
	}
	if all == nil {
		return p.note("no recipients: secrets are not encrypted; see hrun secret --help")
	}
	for _, r := range all {
		if _, err := fmt.Fprintln(p.Stdout, r); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) addRecipients(_ context.Context, store *secrets.Store, added []string) error {
	return store.AddRecipients(added...)
}

func (p *Program) removeRecipients(_ context.Context, store *secrets.Store, removed []string) error {
	return store.RemoveRecipients(removed...)
}

func (p *Program) reencrypt(_ context.Context, store *secrets.Store, _ []string) error {
	return store.Reencrypt()
}

// note tells a person something that is not the result.
func (p *Program) note(format string, args ...any) error {
	_, err := fmt.Fprintf(p.Stderr, "hrun: "+format+"\n", args...)
	return err
}

func (p *Program) keygen() *cobra.Command {
	return &cobra.Command{
		Use:   "keygen",
		Short: "Make an age identity of one's own where hrun looks for it, and print its recipient",
		Args:  cobra.NoArgs,
		RunE: p.do(func(context.Context, []string) error {
			path := secrets.DefaultIdentity()
			recipient, err := secrets.Keygen(path)
			if err != nil {
				return fmt.Errorf("making an identity: %w", err)
			}
			if _, err := fmt.Fprintln(p.Stdout, recipient); err != nil {
				return err
			}
			return p.note("the identity is in %s: keep a copy, without it nothing can be decrypted", path)
		}),
	}
}
