package inventory

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestConnect puts variables as they stand in an INI file next to what comes
// of them.
func TestConnect(t *testing.T) {
	t.Setenv("HOME", "/home/me")
	for vars, want := range map[string]Connection{
		``: {},
		`ansible_host=10.0.0.1 ansible_port=2222 ansible_user=admin ansible_password=geheim`: {Address: "10.0.0.1", Port: 2222, User: "admin", Password: "geheim"},
		`ansible_ssh_host=h ansible_ssh_port=22 ansible_ssh_user=u ansible_ssh_pass=p`:       {Address: "h", Port: 22, User: "u", Password: "p"},
		`ansible_user=now ansible_ssh_user=before`:                                           {User: "now"},
		`ansible_user=None`:                       {},
		`ansible_password=0123`:                   {Password: "0123"},
		`ansible_connection=local hrun_via=other`: {Kind: Local},
		`ansible_connection=smart`:                {},
		`ansible_connection=ansible.builtin.ssh`:  {},
		`ansible_connection=paramiko`:             {},

		`ansible_become=yes ansible_become_user=app ansible_become_password=p`:     {Become: Become{Enabled: true, User: "app", Password: "p"}},
		`ansible_become=True ansible_become_method=sudo ansible_become_pass=p`:     {Become: Become{Enabled: true, Password: "p"}},
		`ansible_sudo=true ansible_sudo_user=app ansible_sudo_pass=p`:              {Become: Become{Enabled: true, User: "app", Password: "p"}},
		`ansible_become=False ansible_become_method=ansible.builtin.sudo`:          {},
		`ansible_ssh_private_key_file=keys/id`:                                     {KeyFiles: []string{"/inv/keys/id"}},
		`ansible_ssh_private_key_file=~/.ssh/id`:                                   {KeyFiles: []string{"/home/me/.ssh/id"}},
		`ansible_private_key_file=/id ansible_ssh_common_args='-i b -i c'`:         {KeyFiles: []string{"/id", "/inv/b", "/inv/c"}},
		`ansible_host_key_checking=False`:                                          {HostKeys: Off},
		`ansible_ssh_common_args="-o StrictHostKeyChecking=no"`:                    {HostKeys: Off},
		`ansible_ssh_common_args="-oStrictHostKeyChecking=yes"`:                    {HostKeys: Strict},
		`ansible_ssh_common_args='-o "StrictHostKeyChecking accept-new"'`:          {},
		`ansible_ssh_common_args='-o UserKnownHostsFile=kh'`:                       {KnownHosts: []string{"/inv/kh"}},
		`ansible_ssh_common_args='-o UserKnownHostsFile="~/kh /dev/null"'`:         {KnownHosts: []string{"/home/me/kh", "/dev/null"}},
		`ansible_ssh_common_args='-J jump'`:                                        {Via: []string{"jump"}},
		`ansible_ssh_common_args='-Jme@jump:2222,ssh://[fe80::1]:22'`:              {Via: []string{"me@jump:2222", "[fe80::1]:22"}},
		`ansible_ssh_extra_args='-o ProxyJump=jump -C -vv -o ControlMaster=no'`:    {Via: []string{"jump"}},
		`ansible_ssh_common_args='-J a' ansible_ssh_extra_args='-J b'`:             {Via: []string{"a"}},
		`ansible_ssh_common_args='-J a' hrun_via=other`:                            {Via: []string{"other"}},
		`ansible_ssh_common_args='-J a -J b -p 1 -l first -l second'`:              {Via: []string{"a"}, Port: 1, User: "first"},
		`ansible_ssh_common_args='-p 1 -l them -o HostName=h' ansible_user=me`:     {Port: 1, User: "me", Address: "h"},
		`ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p -q me@jump"'`:      {Via: []string{"me@jump"}},
		`ansible_ssh_common_args='-o ProxyCommand="ssh -p 2 -l me jump -W %h:%p"'`: {Via: []string{"me@jump:2"}},
		`ansible_ssh_common_args='-o ProxyCommand="ssh -J a -W [%h]:%p b"'`:        {Via: []string{"a", "b"}},
		`ansible_ssh_common_args='-o ProxyJump=none'`:                              {},
		`ansible_ssh_common_args='-o ProxyCommand=none'`:                           {},
		`ansible_ssh_args='-J a' ansible_ssh_common_args='-J b'`:                   {Via: []string{"a"}},
		`hrun_ssh_ca=ssh-ca`:                           {Authority: "ssh-ca"},
		`hrun_ssh_ca=new-ca,ssh-ca`:                    {Authority: "new-ca", Trusted: []string{"ssh-ca"}},
		`hrun_ssh_ca="['new-ca', 'ssh-ca']"`:           {Authority: "new-ca", Trusted: []string{"ssh-ca"}},
		`hrun_ssh_ca=`:                                 {},
		`hrun_via=None ansible_ssh_common_args='-J a'`: {Via: []string{"a"}},
		`hrun_via=other`:                               {Via: []string{"other"}},
		`hrun_via="['third', 'other']"`:                {Via: []string{"third", "other"}},
		`hrun_via=third,other`:                         {Via: []string{"third", "other"}},
		`hrun_via=behind`:                              {Via: []string{"third", "other", "behind"}},
		`hrun_via=third,host,other`:                    {Via: []string{"third"}},
		`hrun_via=`:                                    {},
		`hrun_via=host`:                                {},
	} {
		inv, err := readAt("/inv", "host "+vars+"\nother\nthird\nbehind hrun_via=third,other")
		if err != nil {
			t.Errorf("%s: %v", vars, err)
			continue
		}
		h, _ := inv.Host("host")
		if diff := cmp.Diff(want, h.Connection, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", vars, diff)
		}
	}
}

func readAt(base, text string) (*Inventory, error) {
	d := newDraft()
	d.readINI([]byte(text), place{file: base + "/hosts", base: base})
	return d.assemble(base)
}

func TestAddress(t *testing.T) {
	inv := loadText(t, "a hrun_address=192.168.4.11/27\nb")
	a, _ := inv.Host("a")
	b, _ := inv.Host("b")
	if a.Address != netip.MustParsePrefix("192.168.4.11/27") || b.Address.IsValid() {
		t.Errorf("%v, %v", a.Address, b.Address)
	}
}

// A bastion named for everyone is itself reached directly, in a chain through
// the bastions before it.
func TestViaForAll(t *testing.T) {
	inv := loadText(t, "outer\ninner\nnode\nhere ansible_connection=local\n[all:vars]\nhrun_via=outer,inner")
	want := map[string][]string{"outer": {}, "inner": {"outer"}, "node": {"outer", "inner"}, "here": nil}
	for name, via := range want {
		h, _ := inv.Host(name)
		if diff := cmp.Diff(via, h.Connection.Via, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

// TestAuthority has the name come from a group, as other variables do, and off
// for one host; a bastion has its own.
func TestAuthority(t *testing.T) {
	inv, err := readAt("/inv", "[lab]\na\nb hrun_ssh_ca=\nc hrun_ssh_ca=other.ca_2\n[lab:vars]\nhrun_ssh_ca=ssh-ca\nhrun_via=busybox\n[outside]\nbusybox\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "ssh-ca", "b": "", "c": "other.ca_2", "busybox": ""} {
		if h, _ := inv.Host(name); h.Connection.Authority != want {
			t.Errorf("%s: authority %q, want %q", name, h.Connection.Authority, want)
		}
	}
	for wrong, want := range map[string]string{
		`hrun_ssh_ca=../ca`:     `/inv/hosts:1: hrun_ssh_ca: "../ca" is not the name of a secret, want a word such as ssh-ca`,
		`hrun_ssh_ca="a b"`:     `/inv/hosts:1: hrun_ssh_ca: "a b" is not the name of a secret, want a word such as ssh-ca`,
		`hrun_ssh_ca=a,b,a`:     `/inv/hosts:1: hrun_ssh_ca: "a" is named twice`,
		`hrun_ssh_ca="[['a']]"`: `/inv/hosts:1: hrun_ssh_ca: it is a list, not a single value`,
		`hrun_ssh_cs=ssh-ca`:    `/inv/hosts:1: unknown variable "hrun_ssh_cs" (did you mean "hrun_ssh_ca"?)`,
	} {
		if _, err := readAt("/inv", "host "+wrong); err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", wrong, err, want)
		}
	}
}
