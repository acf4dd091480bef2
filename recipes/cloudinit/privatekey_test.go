package cloudinit_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Of a host key, its seed is secret, and not the public half that it repeats.
func TestSecretOfAHostKey(t *testing.T) {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte("seed"), 8))
	block, err := ssh.MarshalPrivateKey(private, "host key lab/node")
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	line := string(ssh.MarshalAuthorizedKey(public))
	vendor, err := cloudinit.Config{HostKeys: []cloudinit.HostKey{{
		Type: "ed25519", Private: sh.NewSecret(string(pem.EncodeToMemory(block))), Public: line,
	}}}.Text()
	if err != nil {
		t.Fatal(err)
	}
	seed := cloudinit.Seed{UserData: "#cloud-config\npassword: correct horse\n", VendorData: vendor + "bootcmd:\n- echo -----BEGIN OPENSSH PRIVATE KEY-----\n"}
	var got []string
	for _, secret := range seed.Secrets() {
		got = append(got, secret.Reveal())
	}
	if len(got) != 2 || got[0] != "correct horse" || got[1] != string(private.Seed()) {
		t.Errorf("the secrets are %q", got)
	}
	if !strings.Contains(vendor, strings.TrimSpace(line)) {
		t.Errorf("the public half is not in\n%s", vendor)
	}
}
