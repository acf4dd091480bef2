package inventory

import "github.com/hashicorp/go-multierror"

// The variables of passwords. Older names stand behind the present ones.
var (
	loginPassword  = []string{"ansible_password", "ansible_ssh_password", "ansible_ssh_pass"}
	becomePassword = []string{"ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"}
)

// password takes a password that stands in the inventory. One that is elsewhere
// is left to [Host.WithPasswords]: nobody is asked for what no run needs.
func (r *variableReader) password(into *Password, names ...string) {
	v, ok := r.lookup(names...)
	if !ok || v.node.isSource() {
		return
	}
	r.check(v, decodeNode(v.node, (*string)(into)))
	r.secrets.know(string(*into))
}

// fetch reads a password that is elsewhere, unless there is one.
func (r *variableReader) fetch(into *Password, names ...string) {
	v, ok := r.lookup(names...)
	if *into != "" || !ok || !v.node.isSource() {
		return
	}
	opened, err := r.secrets.open(v.node)
	if err == nil {
		*into = Password(opened.text)
	}
	r.check(v, err)
}

func (r *variableReader) multierror() *multierror.Error {
	return multierror.Append(nil, r.faults...)
}
