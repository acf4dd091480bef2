package cloudinit_test

import (
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func hostKey() cloudinit.HostKey {
	return cloudinit.HostKey{
		Type:    "ed25519",
		Private: sh.NewSecret("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gt\nZWQyNTUxOQ\n-----END OPENSSH PRIVATE KEY-----\n"),
		Public:  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFVMmkN\n",
	}
}
