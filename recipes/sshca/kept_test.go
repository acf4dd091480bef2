package sshca_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// one is a keeper of one secret, or one that cannot be read.
type one struct {
	secret string
	err    error
}

func (o one) Secret(string, int) (sh.Secret, error) { return sh.NewSecret(o.secret), o.err }

func TestKept(t *testing.T) {
	first, err := sshca.Kept(recipestest.Secrets(), "ssh-ca")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := sshca.Kept(recipestest.Secrets(), "ssh-ca")
	other, _ := sshca.Kept(recipestest.Secrets(), "other-ca")
	signer, err := sshca.Signers(recipestest.Secrets())("ssh-ca")
	if err != nil || !bytes.Equal(signer.PublicKey().Marshal(), first.Signer().PublicKey().Marshal()) {
		t.Errorf("a dialer gets another key, or %v", err)
	}
	if _, err := sshca.Signers(nil)("ssh-ca"); err == nil {
		t.Error("there is a signer without a secret")
	}
	if first.PublicKey() != again.PublicKey() || first.PublicKey() == other.PublicKey() {
		t.Error("want one authority for each name")
	}
	broken := errors.New("broken")
	if _, err := sshca.Kept(one{err: broken}, "ssh-ca"); !errors.Is(err, broken) {
		t.Errorf("a secret that cannot be read: %v", err)
	}
	if _, err := sshca.Kept(one{secret: "none"}, "ssh-ca"); err == nil || !strings.HasPrefix(err.Error(), `the SSH authority "ssh-ca": the key's 4 bytes`) {
		t.Errorf("a secret that is no key: %v", err)
	}
	if _, err := sshca.Kept(nil, "ssh-ca"); err == nil || !strings.Contains(err.Error(), "no place to keep") {
		t.Errorf("no keeper: %v", err)
	}
}

func TestTrusted(t *testing.T) {
	key := func(name string) string {
		a, err := sshca.Kept(recipestest.Secrets(), name)
		if err != nil {
			t.Fatal(err)
		}
		return a.PublicKey()
	}
	for want, c := range map[string]inventory.Connection{
		"":                            {},
		key("ssh-ca"):                 {Authority: "ssh-ca"},
		key("new-ca") + key("ssh-ca"): {Authority: "new-ca", Trusted: []string{"ssh-ca"}},
	} {
		got, err := sshca.Trusted(recipestest.Secrets(), c)
		if err != nil || got != want {
			t.Errorf("%+v: %q, %v, want %q", c, got, err, want)
		}
		if h, err := recipestest.Host("node", sshca.Trust{CA: got}); want != "" && (err != nil || h.Work[0].Task.(file.Content).Body != want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	broken := errors.New("broken")
	if _, err := sshca.Trusted(one{err: broken}, inventory.Connection{Authority: "ssh-ca"}); !errors.Is(err, broken) {
		t.Errorf("a secret that cannot be read: %v", err)
	}
}
