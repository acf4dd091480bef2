package inventory

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// connect fills in how a host is reached from its variables and returns what
// is wrong with them.
func connect(h *Host) []error {
	r := &variableReader{vars: h.Vars, secrets: h.secrets}
	c := &h.Connection
	// The other variables win over these arguments, as in Ansible, which puts
	// them first on ssh's command line.
	r.sshArguments(c, "ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")
	r.kind(&c.Kind)
	// Older names of a variable stand behind its present one.
	r.text(&c.Address, "ansible_host", "ansible_ssh_host")
	r.port(&c.Port, "ansible_port", "ansible_ssh_port")
	r.text(&c.User, "ansible_user", "ansible_ssh_user")
	r.password(&c.Password, loginPassword...)
	r.files(&c.KeyFiles, "ansible_ssh_private_key_file", "ansible_private_key_file")
	r.authorities(c, "hrun_ssh_ca")
	r.hostKeyChecking(&c.HostKeys, "ansible_ssh_host_key_checking", "ansible_host_key_checking")
	r.become(&c.Become)
	r.text(&c.State, "hrun_state")
	if v, ok := r.find("hrun_via"); ok {
		r.check(v, decodeWords(v.node, &c.Via))
	}
	if v, ok := r.find("hrun_address"); ok {
		r.check(v, decodeNode(v.node, &h.Address))
	}
	r.misspelt()
	return r.faults
}

// decodeWords decodes a list, also one with commas as ProxyJump has it.
func decodeWords(n node, into *[]string) error {
	if n.kind != text || strings.HasPrefix(n.text, "[") {
		return decodeNode(n, into)
	}
	*into = nil
	for _, word := range strings.Split(n.text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			*into = append(*into, word)
		}
	}
	return nil
}

// variableReader reads the variables that the inventory itself understands.
type variableReader struct {
	vars    Vars
	secrets *keeper
	faults  []error
}

// find returns the first of the variables that is set, decrypted.
func (r *variableReader) find(names ...string) (Value, bool) {
	v, ok := r.lookup(names...)
	if v.node.kind == vault {
		opened, err := r.secrets.open(v.node)
		if r.check(v, err); err != nil {
			return Value{}, false
		}
		v.node = opened
	}
	return v, ok
}

// lookup returns the first of the variables that is set.
func (r *variableReader) lookup(names ...string) (Value, bool) {
	for _, name := range names {
		if v, ok := r.vars[name]; ok && v.node.kind != null {
			v.name = name
			return v, true
		}
	}
	return Value{}, false
}

func (r *variableReader) check(v Value, err error) {
	if err != nil {
		r.faults = append(r.faults, v.node.place.faultf("%s: %w", v.name, err))
	}
}

func (r *variableReader) text(into *string, names ...string) {
	if v, ok := r.find(names...); ok {
		r.check(v, decodeNode(v.node, into))
	}
}

func (r *variableReader) boolean(into *bool, names ...string) {
	if v, ok := r.find(names...); ok {
		r.check(v, decodeNode(v.node, into))
	}
}

func (r *variableReader) port(into *int, names ...string) {
	v, ok := r.find(names...)
	if !ok {
		return
	}
	err := decodeNode(v.node, into)
	if err == nil && (*into < 1 || *into > 65535) {
		err = fmt.Errorf("%d is not from 1 to 65535", *into)
	}
	r.check(v, err)
}

// authorities reads names of secrets, of which the first one signs. None is for
// a host of a group that has some.
func (r *variableReader) authorities(c *Connection, name string) {
	v, ok := r.find(name)
	if !ok {
		return
	}
	var all []string
	err := decodeWords(v.node, &all)
	for i, word := range all {
		switch {
		case err != nil:
		case !plainWord.MatchString(word):
			err = fmt.Errorf("%q is not the name of a secret, want a word such as ssh-ca", word)
		case slices.Contains(all[:i], word):
			err = fmt.Errorf("%q is named twice", word)
		}
	}
	if r.check(v, err); err == nil && len(all) > 0 {
		c.Authority, c.Trusted = all[0], all[1:]
	}
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func (r *variableReader) kind(into *Kind) {
	v, ok := r.find("ansible_connection")
	if !ok {
		return
	}
	var name string
	err := decodeNode(v.node, &name)
	if err == nil {
		switch strings.TrimPrefix(name, "ansible.builtin.") {
		case "ssh", "smart", "paramiko", "paramiko_ssh":
			*into = SSH
		case "local":
			*into = Local
		default:
			err = fmt.Errorf("connection %q is not supported; there are ssh and local", name)
		}
	}
	r.check(v, err)
}

func (r *variableReader) hostKeyChecking(into *HostKeys, names ...string) {
	checking := true
	if r.boolean(&checking, names...); !checking {
		*into = Off
	}
}

func (r *variableReader) become(into *Become) {
	r.boolean(&into.Enabled, "ansible_become", "ansible_sudo")
	r.text(&into.User, "ansible_become_user", "ansible_sudo_user")
	r.password(&into.Password, becomePassword...)
	method := "sudo"
	r.text(&method, "ansible_become_method")
	if v, ok := r.find("ansible_become_method"); ok && strings.TrimPrefix(method, "ansible.builtin.") != "sudo" {
		r.check(v, fmt.Errorf("method %q is not supported; there is sudo", method))
	}
}

// misspelt refuses variables that look like ours and are not. Those of Ansible
// that mean nothing here are let through.
func (r *variableReader) misspelt() {
	known := []string{"hrun_via", "hrun_address", "hrun_ssh_ca", "hrun_state"}
	for _, name := range r.vars.Names() {
		if strings.HasPrefix(name, "hrun_") && !slices.Contains(known, name) {
			r.faults = append(r.faults, r.vars[name].node.place.faultf("unknown variable %q%s", name, suggestion(nearest(name, known))))
		}
	}
}

func portNode(port int, at place) node {
	return node{place: at, kind: number, text: strconv.Itoa(port)}
}
