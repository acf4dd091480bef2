package openssh_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/openssh"
)

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDfT4Kb0ssukoRSgI5OmcqWj4KJx6Y+u2Lz/dyH+mTKf"

func ExampleAuthorizedKeys() {
	keys := openssh.AuthorizedKeys{User: "deploy", Keys: []string{key + " deploy@example.org"}, Options: []string{`from="192.168.4.0/27"`}, Exclusive: true}
	change, err := keys.Plan("home 755\ndirectory absent\n")
	for _, s := range change.Steps {
		fmt.Println(s.Field)
	}
	fmt.Println(err)
	_, err = keys.Plan("home 777\ndirectory absent\n")
	fmt.Println(err)
	// Output:
	// directory
	// content
	// <nil>
	// user deploy: others may write to the home directory (mode 777), so that sshd trusts nothing in it: see StrictModes in sshd_config(5)
}

func ExampleKnownHost() {
	change, err := openssh.KnownHost{Names: []string{"node01", "192.168.4.21"}, Keys: []string{key}}.Plan("absent\n")
	fmt.Println(change.Steps[0].Want == "node01,192.168.4.21 "+key+"\n", err)
	// Output: true <nil>
}
