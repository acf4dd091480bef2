package verify_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestSSHD(t *testing.T) {
	key := t.TempDir() + "/host"
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	host := "HostKey " + key + "\n"
	prepare := func(root string) {
		put(t, root+"/ca.pub", string(public))
		put(t, root+"/it's a ca.pub", string(public))
		put(t, root+"/empty.pub", "")
	}
	verified(t, func(root string) sh.Script { return verify.SSHD(root + "/pending.pub") }, prepare,
		verdict{"good", host + "PermitRootLogin no\nTrustedUserCAKeys ROOT/ca.pub\n", ""},
		verdict{"match", host + "TrustedUserCAKeys none\nMatch User bob\n  TrustedUserCAKeys \"ROOT/it's a ca.pub\"\n", ""},
		verdict{"syntax", host + "PermitRootLogin perhaps\n", "unsupported option \"perhaps\""},
		verdict{"authorities missing", host + "TrustedUserCAKeys ROOT/none.pub\n", "/none.pub: there is no such file"},
		verdict{"authorities missing for some", host + "Match User bob\n  trustedusercakeys ROOT/none.pub\n", "/none.pub: there is no such file"},
		verdict{"authorities still to come", host + "TrustedUserCAKeys ROOT/pending.pub\n", ""},
		verdict{"authorities empty", host + "TrustedUserCAKeys ROOT/empty.pub\n", "is not a public key file"},
		verdict{"revoked keys missing", host + "RevokedKeys ROOT/none\n", "revokedkeys"},
		verdict{"nothing revoked", host + "RevokedKeys ROOT/empty.pub\n", ""},
		verdict{"no key of the host", "HostKey ROOT/none\n", "no hostkeys available"},
	)
}

// The directory that sshd wants is as it was afterwards.
func TestSSHDWithoutItsDirectory(t *testing.T) {
	out, err := exec.Command("unshare", "-m", "sh", "-c", `mount -t tmpfs none /run && ssh-keygen -q -t ed25519 -N '' -f /run/key || exit 99
echo 'HostKey /run/key' >/run/f
`+string(verify.SSHD())+` /run/f && ls /run`).CombinedOutput()
	if err != nil || string(out) != "f\nkey\nkey.pub\n" {
		t.Errorf("%v: %s", err, out)
	}
}
