package inventory

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestValueYAML(t *testing.T) {
	for written, want := range map[string]string{
		"text":           "text",
		`"3000"`:         `"3000"`,
		"1.10":           "1.10",
		"0644":           "420",
		"yes":            "true",
		"null":           "null",
		"{}":             "{}",
		"[]":             "[]",
		"[1, {b: c}]":    "- 1\n- b: c",
		"{b: 1, a: [x]}": "a:\n- x\nb: 1",
		"!vault abc":     "(secret)",
		"{user: me, user_password: geheim, token: {id: geheim}, key_file: id, list: [{passphrase: geheim}], empty_secret: }": "empty_secret: null\nkey_file: id\nlist:\n- passphrase: (secret)\ntoken:\n  id: (secret)\nuser: me\nuser_password: (secret)",
	} {
		if got := newValue("v", mustParse(t, written)).YAML(); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", written, got, want)
		}
	}
}

// Nothing that is named like a password prints itself, in no way.
func TestSecretsDoNotPrint(t *testing.T) {
	secret, err := NewValue("geheim")
	if err != nil {
		t.Fatal(err)
	}
	nested, err := NewValue(map[string]any{"password": "geheim", "tokens": []string{"geheim"}})
	if err != nil {
		t.Fatal(err)
	}
	inv, err := New(Host{Name: "h", Vars: Vars{"ansible_password": secret, "db_pass": secret, "x": nested}, Connection: Connection{Become: Become{Password: "geheim"}}})
	if err != nil {
		t.Fatal(err)
	}
	h, _ := inv.Host("h")
	if h.Connection.Password != "geheim" {
		t.Errorf("the password itself is %q", string(h.Connection.Password))
	}
	written, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{fmt.Sprint(h), fmt.Sprintf("%+v", h), fmt.Sprintf("%#v", h), fmt.Sprintf("%v %s", h.Vars, h.Connection.Password), string(written)} {
		if strings.Contains(printed, "geheim") || !strings.Contains(printed, masked) {
			t.Errorf("%s", printed)
		}
	}
}

func TestIsSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"ansible_become_pass": true, "ansible_sudo_pass": true, "pass": true, "DB_PASSWORD": true, "api_token": true, "auth_key": true, "ssh_private_key": true,
		"ansible_ssh_private_key_file": false, "bypass": false, "passive": false, "ssh_public_key": false, "token_path": false, "nic": false,
	} {
		if got := isSecret(name); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
