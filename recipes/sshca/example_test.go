package sshca_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

func ExampleTrust() {
	play := recipes.Play{}
	stage := play.Stage("access", []inventory.Host{{Name: "busybox"}}, sshca.Trust{
		CA: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop ca@kube.demo",
	})
	for _, work := range stage.Hosts[0].Work {
		fmt.Println(work.Task)
	}
	// Output:
	// file /etc/ssh/ca.pub
	// directory /etc/ssh/sshd_config.d
	// file /etc/ssh/sshd_config.d/50-hrun-ca.conf
	// line in /etc/ssh/sshd_config: Include /etc/ssh/sshd_config.d/*.conf
	// sshd trusts /etc/ssh/ca.pub
}
