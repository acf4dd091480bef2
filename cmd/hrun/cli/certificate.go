package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

// certificateFlags are the flags of certificate.
type certificateFlags struct {
	inventoryFlags

	authority      string
	printAuthority bool
	users          []string
	valid          time.Duration
}

func (p *Program) certificate() *cobra.Command {
	var f certificateFlags
	cmd := &cobra.Command{
		Use:   "certificate [PUBLIC-KEY-FILE] -i INVENTORY",
		Short: "Print a certificate for a key of one's own, for plain ssh",
		Long: `certificate signs a public key (default ~/.ssh/id_ed25519.pub) with the SSH
authority of an inventory's hosts, which their variable hrun_ssh_ca names, and
prints the certificate. ssh finds it beside the key, as KEY-cert.pub. For its own
logins hrun needs none: it makes one for each.

The authority is a secret that is kept beside the inventory; see "hrun secret".
No host is contacted.`,
		Example: `  hrun certificate -i hosts.yaml >~/.ssh/id_ed25519-cert.pub
  hrun certificate ann.pub -i hosts.yaml -u debian --valid 1h >ann-cert.pub`,
		Args: cobra.MaximumNArgs(1),
		RunE: p.do(func(ctx context.Context, args []string) error { return p.printCertificate(ctx, &f, args) }),
	}
	f.inventoryFlags.add(cmd)
	fs := cmd.Flags()
	fs.StringArrayVarP(&f.users, "user", "u", nil, "let it in as this `user` (repeatable; default: those that the inventory logs in as)")
	fs.DurationVar(&f.valid, "valid", 8*time.Hour, "how long it counts from now, such as 30m or 8h")
	fs.BoolVar(&f.printAuthority, "print-authority", false, "print the public key of the authority instead, for TrustedUserCAKeys of an sshd")
	fs.StringVar(&f.authority, "authority", "", "sign with the authority of this `name`, where hosts have several")
	return cmd
}

func (p *Program) printCertificate(ctx context.Context, f *certificateFlags, args []string) error {
	switch {
	case f.valid < time.Second:
		return usagef("--valid %s is no time to log in", f.valid)
	case f.printAuthority && len(args) > 0:
		return usagef("--print-authority signs nothing: leave out %s", args[0])
	}
	inv, err := f.load(ctx, p)
	if err != nil {
		return err
	}
	name, err := f.named(inv)
	if err != nil {
		return err
	}
	authority, err := p.authorities(f.files).get(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the SSH authority %q: %w; the recipe that makes the machines makes it, or put there the key that the hosts trust: hrun secret set %s", name, err, name)
	case err != nil:
		return fmt.Errorf("the SSH authority %q: %w", name, err)
	case f.printAuthority:
		_, err := io.WriteString(p.Stdout, authority.PublicKey())
		return err
	}
	key, err := readPublicKey(args)
	if err != nil {
		return err
	}
	users := f.users
	if len(users) == 0 {
		users = loginNames(inv, name)
	}
	return p.certify(name, authority, sshca.Certificate{Key: key, Identity: identity(key), Users: users}, f.valid)
}

// certify prints the certificate, and what it is good for.
func (p *Program) certify(name string, authority sshca.Authority, c sshca.Certificate, valid time.Duration) error {
	now := time.Now()
	c.From, c.Until = now.Add(-10*time.Minute), now.Add(valid) // clocks differ
	line, err := authority.Certify(c)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(p.Stdout, line); err != nil {
		return err
	}
	return errors.Join(
		p.note("it lets in as %s until %s, where the authority %q is trusted (%s)", strings.Join(c.Users, ", "),
			c.Until.Format("2006-01-02 15:04:05 MST"), name, ssh.FingerprintSHA256(authority.Signer().PublicKey())),
		p.note("ssh takes it from beside the key: of ~/.ssh/id_ed25519 it is ~/.ssh/id_ed25519-cert.pub"),
	)
}

// named returns the authority that is meant.
func (f *certificateFlags) named(inv *inventory.Inventory) (string, error) {
	var signing, all []string
	for _, h := range inv.Hosts() {
		if c := h.Connection; c.Authority != "" {
			signing = append(signing, c.Authority)
			all = append(append(all, c.Authority), c.Trusted...)
		}
	}
	slices.Sort(signing)
	slices.Sort(all)
	signing, all = slices.Compact(signing), slices.Compact(all)
	switch {
	case len(all) == 0:
		return "", errors.New("no host of the inventory has an SSH authority: name the secret that holds its key with hrun_ssh_ca")
	case f.authority != "" && !slices.Contains(all, f.authority):
		return "", usagef("--authority: no host has %q; there is %s", f.authority, strings.Join(all, ", "))
	case f.authority == "" && len(signing) > 1:
		return "", usagef("the hosts have several authorities (%s): choose one with --authority", strings.Join(signing, ", "))
	}
	return cmp.Or(f.authority, signing[0]), nil
}

// loginNames returns the users that the hosts of an authority are logged in to
// as, each once.
func loginNames(inv *inventory.Inventory, authority string) []string {
	var all []string
	for _, h := range inv.Hosts() {
		if c := h.Connection; c.Authority == authority || slices.Contains(c.Trusted, authority) {
			all = append(all, cmp.Or(h.Connection.User, currentUser()))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// currentUser is the name of who runs this, "" if it is not known.
func currentUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

// readPublicKey reads the file that is named, or the default one.
func readPublicKey(args []string) (string, error) {
	var path string
	if len(args) > 0 {
		path = args[0]
	} else {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("which public key? %w", err)
		}
		path = filepath.Join(home, ".ssh", "id_ed25519.pub")
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && len(args) == 0 {
		return "", fmt.Errorf("%w; name the file of a public key, or make one with: ssh-keygen -t ed25519", err)
	}
	return string(text), err
}

// identity is who a certificate is for, as sshd logs it: the comment of the key
// or, where it has none, who runs this.
func identity(key string) string {
	_, comment, _, _, err := ssh.ParseAuthorizedKey([]byte(key))
	if err != nil { // nothing is quoted of what may be another file: it could be a private key
		comment = ""
	}
	return cmp.Or(comment, currentUser(), "unknown")
}
