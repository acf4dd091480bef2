package cloudinit_test

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleInstance_Seed() {
	seed, err := cloudinit.Instance{
		Name: "hapx-node01", Domain: "kube.demo",
		UserData: cloudinit.Config{
			Users:      []cloudinit.User{cloudinit.Administrator("debian")},
			WriteFiles: cloudinit.TrustedUserCA("ssh-ed25519 AAAA ca@kube.demo"),
			Packages:   []string{"haproxy"},
			PowerState: cloudinit.PowerState{Mode: "reboot", Timeout: 30 * time.Second},
		},
		Network: cloudinit.Network{Interfaces: []cloudinit.Interface{
			{Name: "enp0s3"},
			{Name: "enp0s3.41", Link: "enp0s3", VLAN: 41, Addresses: []netip.Prefix{netip.MustParsePrefix("192.168.4.21/27")}},
		}},
	}.Seed()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(seed.UserData)
	// Output:
	// #cloud-config
	// users:
	// - name: debian
	//   shell: /bin/bash
	//   sudo: "ALL=(ALL) NOPASSWD:ALL"
	//   lock_passwd: true
	// write_files:
	// - path: /etc/ssh/ca.pub
	//   content: |
	//     ssh-ed25519 AAAA ca@kube.demo
	// - path: /etc/ssh/sshd_config.d/50-hrun-ca.conf
	//   content: |
	//     # Written by hrun; changes are lost.
	//     TrustedUserCAKeys /etc/ssh/ca.pub
	// packages:
	// - haproxy
	// power_state:
	//   mode: reboot
	//   timeout: 30
	//   condition: true
}

func ExampleFiles() {
	seed, err := cloudinit.Instance{Name: "HAPX-Node01", Given: cloudinit.Files{
		UserData: cloudinit.Text{Name: "hapx/user-data", Text: "#cloud-config\nhostname: #HOSTNAME#\n"},
		MetaData: cloudinit.Text{Name: "meta-data", Text: "instance-id: #UUID#\nlocal-hostname: #HOSTNAME#\n"},
	}}.Seed()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(seed.UserData, seed.MetaData)
	// Output:
	// #cloud-config
	// hostname: hapx-node01
	// instance-id: 1b6eac34-9f74-89b6-b40e-bf786e3b3b7d
	// local-hostname: hapx-node01
}

func ExampleSeed_ISO() {
	image, err := cloudinit.Seed{UserData: "#cloud-config\n", MetaData: "instance-id: a\n"}.ISO()
	fmt.Printf("%s %q %v", image[32769:32774], image[32808:32816], err)
	// Output: CD001 "cidata  " <nil>
}

func ExampleSchema() {
	task := cloudinit.Schema{Root: "/var/cache/hrun/images/bookworm/root", Seeds: []cloudinit.NamedSeed{
		{Machine: "node", Seed: cloudinit.Seed{UserData: "#cloud-config\npackage_upgrade: maybe\n"}},
	}}
	_, err := task.Plan(`[{"valid": false, "said": "Error:\nCloud config schema errors: package_upgrade: 'maybe' is not of type 'boolean'\n"}]`)
	fmt.Println(err)
	// Output: user-data of node, line 2: package_upgrade: 'maybe' is not of type 'boolean'
}

func ExampleFinished() {
	change, err := cloudinit.Finished{}.Plan("first boot\n")
	fmt.Print(taskstest.Differences(change), err)
	fmt.Println("; a reboot may take", change.Reboots)
	// Output:
	// cloud-init: first boot -> finished
	// <nil>; a reboot may take 10m0s
}
