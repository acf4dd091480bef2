package cloudinit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// What is secret in a seed is known for that, typed or given, and a seed does
// not show itself.
func TestSecretsOfASeed(t *testing.T) {
	i := instance()
	i.UserData.Users = []cloudinit.User{{Name: "eve", Password: sh.NewSecret("$y$j9T$salt$hash")}}
	i.UserData.WriteFiles = []cloudinit.File{{Path: "/a", Secret: sh.NewSecret(strings.Repeat("secret ", 10))}}
	i.VendorFiles = []cloudinit.File{{Path: "/b", Secret: sh.NewSecret(strings.Repeat("\xff\x00", 40))}}
	typed := seed(t, i)
	const password = "correct horse"
	both := cloudinit.Seed{
		UserData:   typed.UserData + "chpasswd:\n  users:\n  - password: '" + password + "'\npassword: \"" + password + "\"\n",
		VendorData: typed.VendorData,
	}
	masked := both.UserData + both.VendorData
	for _, secret := range both.Secrets() {
		if secret.Len() < 10 {
			t.Errorf("%q is too short to be masked", secret.Reveal())
		}
		masked = strings.ReplaceAll(masked, secret.Reveal(), "(secret)")
	}
	for _, kept := range []string{"$y$j9T$salt$hash", "c2VjcmV0", "/wD/AP8A", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU", "ZWQyNTUxOQ", password} {
		if !strings.Contains(both.UserData+both.VendorData, kept) || strings.Contains(masked, kept) {
			t.Errorf("%q is not masked", kept)
		}
	}
	for _, shown := range []string{"hashed_passwd: ", "ssh_keys:", "locale: en_US.UTF-8", "/etc/haproxy", "AAAAC3NzaC1lZDI1NTE5AAAAIFVMmkN"} {
		if strings.Contains(both.UserData+both.VendorData, shown) && !strings.Contains(masked, shown) {
			t.Errorf("%q is masked", shown)
		}
	}
	if s := fmt.Sprintf("%v %+v %#v %s", typed, typed, &typed, struct{ S cloudinit.Seed }{typed}); strings.Contains(s, "cloud") || strings.Count(s, typed.Digest()) != 4 {
		t.Errorf("it shows %q", s)
	}
}
