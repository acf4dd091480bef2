package inventory

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

const (
	sealedText = "it's \"quoted\" %s $x \\ ünd {{ braces }}\nsecond line\n"
	sealedVar  = `it's "two" %s $x \ ünd`
)

func vaultWith(passwords ...Password) Sources {
	return Sources{VaultPasswords: func() ([]Password, error) { return passwords, nil }}
}

// The files in testdata/vault were made by ansible-vault itself.
func TestVault(t *testing.T) {
	inv, err := vaultWith("wrong", "second", `vault-pass "1" %`).Load("testdata/vault/hosts")
	if err != nil {
		t.Fatal(err)
	}
	h, _ := inv.Host("web1")
	if h.Connection.Password != "Sealed-Login" || h.Connection.Port != 2222 || h.Connection.Become.Password != "" {
		t.Errorf("connection %+v", h.Connection)
	}
	var whole struct {
		URL string
		Pin int
	}
	var text, lines string
	for name, into := range map[string]any{"api": &whole, "vaulted_text": &text, "lines": &lines} {
		if err := h.Decode(name, into); err != nil {
			t.Error(err)
		}
	}
	if text != sealedVar || whole.Pin != 48151623 || lines != "first line of it\nsecond line of it\n" {
		t.Errorf("%q %+v %q", text, whole, lines)
	}
	if extra, err := inv.WithExtra("@testdata/vault/group_vars/web.yml"); err != nil || !extra.Hosts()[0].Vars["vaulted_text"].node.place.sealed {
		t.Errorf("an encrypted file of extra variables: %v", err)
	}
	var single struct{ Name, Other string }
	if slices.Contains(inv.Secrets(), Password(sealedText)) {
		t.Error("a value was decrypted that nobody asked for")
	}
	if err := h.Decode("recipe", &single); err != nil || single.Name != sealedText {
		t.Errorf("%q, %v", single.Name, err)
	}
	ready, err := h.WithPasswords()
	if err != nil || string(ready.Connection.Become.Password) != sealedText {
		t.Errorf("become %q, %v", string(ready.Connection.Become.Password), err)
	}
	for _, want := range []Password{"Sealed-Login", sealedText, sealedVar, "48151623", Password(lines), Password(whole.URL), "second"} {
		if !slices.Contains(inv.Secrets(), want) {
			t.Errorf("%q is not known to be secret", string(want))
		}
	}
	if slices.Contains(inv.Secrets(), "2222") {
		t.Error("a port is taken for a secret")
	}
	if out := dump(inv); strings.Contains(out, "ünd") || strings.Contains(out, "Sealed") || strings.Contains(out, "4815") || !strings.Contains(out, `"other":"shown"`) {
		t.Errorf("printed:\n%s", out)
	}
}

func TestVaultFaults(t *testing.T) {
	for _, c := range []struct {
		from Sources
		want error
	}{
		{Sources{}, errNoVaultPassword},
		{vaultWith(), errNoVaultPassword},
		{vaultWith("wrong", `vault-pass "1" % `), errWrongVaultPassword},
		{Sources{VaultPasswords: func() ([]Password, error) { return nil, errNotMapped }}, errNotMapped},
	} {
		if _, err := c.from.Load("testdata/vault/hosts"); !errors.Is(err, c.want) || !strings.HasPrefix(err.Error(), "testdata/vault/hosts: ") {
			t.Errorf("got %v, want %v", err, c.want)
		}
	}
	for text, want := range map[string]string{
		"$ANSIBLE_VAULT;1.0;AES\n61":          "there are 1.1 and 1.2",
		"$ANSIBLE_VAULT;1.1;AES256\nnot hex":  "damaged",
		"$ANSIBLE_VAULT;1.1;AES256\n6161":     "damaged",
		"$ANSIBLE_VAULT;1.1;AES256":           "damaged",
		"$ANSIBLE_VAULT;1.1;AES256\n360a360a": "damaged",
	} {
		if _, err := decryptVault(text, []Password{"x"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

var errNotMapped = errors.New("no terminal")
