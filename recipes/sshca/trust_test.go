package sshca

import (
	"crypto/ed25519"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// build returns the work of one host.
func build(t Trust) (*recipes.Host, error) { return recipestest.Host("hapx-node01", t) }

// authority returns a key and its certificate of itself, as lines. They are
// made from a fixed seed: nobody is meant to trust them.
func authority(t *testing.T) (key, certificate string) {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	c := &ssh.Certificate{Key: signer.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := c.SignCert(strings.NewReader(strings.Repeat("x", 64)), signer); err != nil {
		t.Fatal(err)
	}
	line := func(k ssh.PublicKey) string { return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(k))) }
	return line(signer.PublicKey()), line(c)
}

func TestTasks(t *testing.T) {
	key, _ := authority(t)
	h, err := build(Trust{CA: key + " ca@kube.demo\n"})
	if err != nil {
		t.Fatal(err)
	}
	want := `file /etc/ssh/ca.pub -> reload ssh
directory /etc/ssh/sshd_config.d
file /etc/ssh/sshd_config.d/50-hrun-ca.conf -> reload ssh
line in /etc/ssh/sshd_config: Include /etc/ssh/sshd_config.d/*.conf -> reload ssh
sshd trusts /etc/ssh/ca.pub
`
	if diff := cmp.Diff(want, recipestest.Outline(h)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if ca := h.Work[0].Task.(file.Content); ca.Body != key+" ca@kube.demo\n" {
		t.Errorf("the authority's file is %q", ca.Body)
	}
	if len(h.Handlers) != 1 || h.Handlers[0].Action != systemd.Reload("ssh") {
		t.Errorf("handlers are %+v", h.Handlers)
	}
}

func TestFaults(t *testing.T) {
	key, certificate := authority(t)
	for want, trust := range map[string]Trust{
		"no authority is given":    {},
		`begins with "-----BEGIN"`: {CA: "-----BEGIN OPENSSH PRIVATE KEY-----"},
		"is cut or damaged":        {CA: key[:len(key)-3]},
		"its key says otherwise":   {CA: strings.Replace(key, "ssh-ed25519", "ssh-rsa", 1)},
		`begins with "restrict"`:   {CA: "restrict " + key},
		"illegal base64 data":      {CA: key + "\n" + key[:len(key)-3]},
		"sshca: no authority is":   {CA: "# none\n\n"},
		"is a certificate":         {CA: certificate},
		`path "ca.pub" is not`:     {CA: key, Path: "ca.pub"},
		`path "/etc/a b" is not`:   {CA: key, Path: "/etc/a b"},
		`path "/etc/../x" is not`:  {CA: key, Path: "/etc/../x"},
	} {
		if _, err := build(trust); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", trust, err, want)
		}
	}
}
