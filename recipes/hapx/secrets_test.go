package hapx_test

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

const authkey = "file /etc/corosync/authkey"

func TestAuthKeyIsMadeOnceAndKept(t *testing.T) {
	inv, err := inventory.New(pair()...)
	if err != nil {
		t.Fatal(err)
	}
	k := &keeper{map[string]int{}}
	p, err := recipes.Build(inv, k, hapx.Recipe{})
	if err != nil {
		t.Fatal(err)
	}
	if len(k.asked) != 1 || k.asked["corosync-authkey"] != 256 {
		t.Errorf("asked for %v, want one key of 256 bytes", k.asked)
	}
	for host := range pair() {
		if key := find[file.Secret](t, p, "nodes", host, authkey).Body.Reveal(); key != strings.Repeat("k", 256) {
			t.Errorf("node %d has another key", host)
		}
	}
}

func TestAuthKeyThatIsGiven(t *testing.T) {
	inv, err := inventory.New(pair()...)
	if err != nil {
		t.Fatal(err)
	}
	given := sh.NewSecret(strings.Repeat("g", 128))
	p, err := recipes.Build(inv, nil, hapx.Recipe{AuthKey: given})
	if err != nil {
		t.Fatal(err)
	}
	if find[file.Secret](t, p, "nodes", 0, authkey).Body.Reveal() != given.Reveal() {
		t.Error("the node has another key")
	}
	if _, err := recipes.Build(inv, nil, hapx.Recipe{}); err == nil || !strings.Contains(err.Error(), "auth_key is not given") {
		t.Errorf("no key, and no place to keep one: %v", err)
	}
	if _, err := recipes.Build(inv, broken{}, hapx.Recipe{}); !errors.Is(err, errBroken) {
		t.Errorf("a place that cannot be read: %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Secret(string, int) (sh.Secret, error) { return sh.Secret{}, errBroken }

// publicKey returns a key as one line. It is made from a fixed seed.
func publicKey(t *testing.T) string {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	return string(ssh.MarshalAuthorizedKey(signer.PublicKey()))
}

func TestAuthorityByKeyOrByFile(t *testing.T) {
	dir, key := t.TempDir(), publicKey(t)
	const hosts = "all:\n  children:\n    hapx:\n      hosts:\n" +
		"        a: {hrun_address: 192.168.4.21/27}\n        b: {hrun_address: 192.168.4.22/27}\n"
	for name, text := range map[string]string{"inventory.yaml": hosts, "ca.pub": key, "our ca.pub": key} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	inv, err := inventory.Load(filepath.Join(dir, "inventory.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	build := func(ca string) (*recipes.Play, error) {
		return recipes.Build(inv, &keeper{map[string]int{}}, hapx.Recipe{SSHCA: ca})
	}
	for _, given := range []string{key, " " + strings.TrimSpace(key) + " ca@kube.demo", "ca.pub", "./ca.pub", "our ca.pub", filepath.Join(dir, "ca.pub")} {
		p, err := build(given)
		if err != nil {
			t.Errorf("%q: %v", given, err)
			continue
		}
		body := find[file.Content](t, p, "nodes", 0, "file /etc/ssh/ca.pub").Body
		if !strings.HasPrefix(body, strings.TrimSpace(key)) {
			t.Errorf("%q: the node trusts %q", given, body)
		}
	}
	for login, refused := range map[string]bool{"": true, ", ansible_password: {env: NOWHERE}": false, ", ansible_ssh_private_key_file: key": false} {
		text := strings.ReplaceAll(hosts, "/27}", "/27, hrun_ssh_ca: ssh-ca"+login+"}")
		if err := os.WriteFile(filepath.Join(dir, "other.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		other, err := inventory.Load(filepath.Join(dir, "other.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = recipes.Build(other, recipestest.Secrets(), hapx.Recipe{SSHCA: key})
		if (err != nil) != refused || refused && !strings.Contains(err.Error(), "would no longer let in hrun") {
			t.Errorf("hosts that are logged in to%s: %v", login, err)
		}
	}
	p, err := build("")
	if err != nil {
		t.Fatal(err)
	}
	if work := recipestest.Outline(stage(t, p, "nodes").Hosts[0]); strings.Contains(work, "ssh") {
		t.Errorf("sshd is touched though no authority is given:\n%s", work)
	}
	const private = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n"
	if _, err := build(private); err == nil || strings.Contains(err.Error(), "c2VjcmV0") {
		t.Errorf("a private key: %v", err)
	}
}

// Nodes trust the authority by which they are logged in to, unless another one
// is given; one that has none keeps its sshd as it is.
func TestAuthorityOfTheConnection(t *testing.T) {
	nodes := pair()
	nodes[0].Connection.Authority = "ssh-ca"
	inv, err := inventory.New(nodes...)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := sshca.Kept(recipestest.Secrets(), "ssh-ca")
	if err != nil {
		t.Fatal(err)
	}
	both := kept.PublicKey() + publicKey(t)
	for given, want := range map[string]string{"": kept.PublicKey(), both: both} {
		p := recipestest.Build(t, inv, hapx.Recipe{SSHCA: given})
		if body := find[file.Content](t, p, "nodes", 0, "file /etc/ssh/ca.pub").Body; body != want {
			t.Errorf("given %q: the node trusts %q, want %q", given, body, want)
		}
		if touched := strings.Contains(recipestest.Outline(stage(t, p, "nodes").Hosts[1]), "ssh"); touched != (given != "") {
			t.Errorf("given %q: sshd of the node without an authority: touched %v", given, touched)
		}
	}
	if _, err := recipes.Build(inv, broken{}, hapx.Recipe{AuthKey: sh.NewSecret(strings.Repeat("g", 128))}); !errors.Is(err, errBroken) {
		t.Errorf("a place that cannot be read: %v", err)
	}
	if _, err := recipes.Build(inv, nil, hapx.Recipe{AuthKey: sh.NewSecret(strings.Repeat("g", 128))}); err == nil || !strings.Contains(err.Error(), "no place to keep") {
		t.Errorf("no place to keep one: %v", err)
	}
}
