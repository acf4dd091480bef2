package inventory

import "context"

// Sources says how values are read that an inventory names and does not hold:
//
//	ansible_become_password: {env: SUDO_PASSWORD}
//	ansible_become_password: {file: ~/sudo-password}
//	ansible_become_password: {command: [pass, show, sudo]}
//	ansible_become_password: {prompt: "sudo password"}
//	ansible_become_password: {secret: sudo-password}
//	ansible_become_password: !vault |
//	  $ANSIBLE_VAULT;1.1;AES256
//	  …
//
// Such a mapping may stand wherever a recipe wants a single value, and for the
// passwords of a connection. It is read when it is decoded, or when
// [Host.WithPasswords] is asked for it, and only once, however many hosts share
// it; an empty value is an error. What is read so is masked wherever a run shows
// something (see [Inventory.Secrets]).
//
// A relative path starts at the directory of the inventory, and so does the
// command, which has a minute and no standard input. Of what a command prints,
// one newline at the end is left off; of a file only if it has no other line.
//
// The zero value reads the environment, files and commands.
type Sources struct {
	// Context ends commands that are running when it does, whose error is then
	// its cause. It may be nil.
	Context context.Context

	// Prompt asks a person, without echo. It may be nil.
	Prompt func(question string) (string, error)

	// Secret returns a secret that is kept elsewhere. It may be nil.
	Secret func(name string) (string, error)

	// VaultPasswords returns the passwords of ansible-vault. It is called once,
	// when the first of them is needed, and may be nil.
	VaultPasswords func() ([]Password, error)
}

// Load reads inventories as the function [Load] does, with values from these
// sources.
func (s Sources) Load(paths ...string) (*Inventory, error) {
	d := newDraft()
	d.secrets = newKeeper(s)
	return d.load(paths)
}

// Secrets returns every value that was read so far from elsewhere or was
// encrypted, and the passwords of all connections that the inventory holds:
// what must not be shown. Files that ansible-vault has encrypted count as a
// whole, but for true and false, and connection variables that are no passwords.
// It grows as values are read, also by inventories made of this one.
func (inv *Inventory) Secrets() []Password { return inv.secrets.all() }

// WithPasswords returns the host with the passwords of its connection read from
// where the inventory says, if it does and the connection needs them. One that
// is set is left alone. The error begins with file and line.
func (h Host) WithPasswords() (Host, error) {
	r := &variableReader{vars: h.Vars, secrets: h.keeper()}
	if h.Connection.Kind == SSH {
		r.fetch(&h.Connection.Password, loginPassword...)
	}
	if h.Connection.Become.Enabled {
		r.fetch(&h.Connection.Become.Password, becomePassword...)
	}
	return h, tidy(r.multierror())
}
