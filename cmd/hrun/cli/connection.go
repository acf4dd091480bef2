package cli

import (
	"context"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/inventory"
)

// connectionFlags say how hosts are reached. What is given wins over the
// inventory; what is not leaves it as it is.
type connectionFlags struct {
	user               string
	become             bool
	becomeUser         string
	askBecomePass      bool
	becomePasswordFile string
	askPass            bool
	privateKey         string
	hostKeys           hostKeys
	jump               string
	timeout            seconds
	forks              forks
}

func (f *connectionFlags) add(cmd *cobra.Command) {
	f.timeout = 10
	fs := cmd.Flags()
	fs.StringVarP(&f.user, "user", "u", "", "log in as this `user`")
	fs.BoolVarP(&f.become, "become", "b", false, "work as another user (root), through sudo")
	fs.StringVar(&f.becomeUser, "become-user", "", "with --become, work as this `user`")
	fs.BoolVarP(&f.askBecomePass, "ask-become-pass", "K", false, "ask for the sudo password once (empty: that of -k)")
	fs.StringVar(&f.becomePasswordFile, "become-password-file", "", "read the sudo password from the first line of this `file`")
	fs.BoolVarP(&f.askPass, "ask-pass", "k", false, "ask for the login password once")
	fs.StringVar(&f.privateKey, "private-key", "", "log in with the private key in this `file`")
	fs.StringVarP(&f.jump, "jump", "J", "", "go through this bastion: a `host` of the inventory or user@host:port; several with commas, outermost first")
	fs.Var(&f.hostKeys, "host-key-checking", "what to do with a host key that is not known: strict refuses it, accept-new records it; off looks at no host key at all (default accept-new)")
	_ = cmd.RegisterFlagCompletionFunc("host-key-checking", words("strict", "accept-new", "off"))
	fs.VarP(&f.timeout, "timeout", "T", "`seconds` to connect and log in, bastions included")
	fs.VarP(&f.forks, "forks", "f", "work on at most this `number` of hosts at a time (default 64)")
}

// override returns the inventory with the flags applied to its hosts, and the
// function that finds bastions.
func (f *connectionFlags) override(ctx context.Context, p *Program, inv *inventory.Inventory) (*inventory.Inventory, bastions, error) {
	if f.askBecomePass && f.becomePasswordFile != "" {
		return nil, nil, usagef("choose one of --ask-become-pass and --become-password-file")
	}
	if f.becomeUser != "" && !f.become && !anyBecome(inv) {
		return nil, nil, usagef("--become-user has no effect: neither --become nor the inventory asks to become anyone")
	}
	if f.privateKey != "" {
		if _, err := os.Stat(f.privateKey); err != nil {
			return nil, nil, usagef("--private-key: %w", err)
		}
	}
	jump, err := newJump(inv, f.jump)
	if err != nil {
		return nil, nil, err
	}
	passwords, err := f.passwords(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	return inv.Map(func(h inventory.Host) inventory.Host {
		c := &h.Connection
		if f.user != "" {
			c.User = f.user
		}
		if f.privateKey != "" {
			c.KeyFiles = []string{f.privateKey}
		}
		if f.hostKeys != "" {
			c.HostKeys = f.hostKeys.policy()
		}
		if f.become {
			c.Become.Enabled = true
		}
		if f.becomeUser != "" {
			c.Become.User = f.becomeUser
		}
		if passwords.login != "" {
			c.Password = passwords.login
		}
		if passwords.become != "" {
			c.Become.Password = passwords.become
		}
		jump.apply(&h)
		return h
	}), f.bastions(inv, passwords.login), nil
}

func (f *connectionFlags) dialTimeout() time.Duration { return time.Duration(f.timeout) * time.Second }

func anyBecome(inv *inventory.Inventory) bool {
	for _, h := range inv.Hosts() {
		if h.Connection.Become.Enabled {
			return true
		}
	}
	return false
}
