package sshca_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/sh"
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

// A bastion logs in to the hosts behind it with a key and a certificate that
// every run makes of the same secrets.
func ExampleLogin() {
	secret := sh.NewSecret("secrets are random, and this is no") // of recipes.Play.Secrets
	authority, err := sshca.NewAuthority(sh.NewSecret(secret.Reveal()[:32]))
	if err != nil {
		fmt.Println(err)
		return
	}
	key, err := sshca.DeriveKey(secret, "login of busybox")
	if err != nil {
		fmt.Println(err)
		return
	}
	play := recipes.Play{}
	stage := play.Stage("bastion", []inventory.Host{{Name: "busybox"}}, sshca.Login{
		Directory: "/home/debian/.ssh", Owner: "debian:debian",
		Key: key, Authority: authority, Users: []string{"debian"},
	})
	for _, work := range stage.Hosts[0].Work {
		fmt.Println(work.Task)
	}
	// Output:
	// directory /home/debian/.ssh
	// file /home/debian/.ssh/id_ed25519
	// file /home/debian/.ssh/id_ed25519.pub
	// certificate /home/debian/.ssh/id_ed25519-cert.pub
}
