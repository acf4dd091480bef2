package apt_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/apt"
)

func ExampleSource() {
	toys := apt.Source{
		Name:       "toys",
		URIs:       []string{"https://toys.example.org/debian"},
		Suites:     []string{"bookworm"},
		Components: []string{"main"},
		Keyring:    "/usr/share/keyrings/debian-archive-keyring.gpg",
	}
	change, _ := toys.Plan("absent\n") // what the probe prints
	fmt.Print(change.Steps[0].Want)
	// Output:
	// Types: deb
	// URIs: https://toys.example.org/debian
	// Suites: bookworm
	// Components: main
	// Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
}

func ExamplePin() {
	pin := apt.Pin{Name: "backports", Packages: []string{"haproxy"}, Pin: "release n=bookworm-backports", Priority: 990}
	change, _ := pin.Plan("absent\n")
	fmt.Print(change.Steps[0].Want)
	// Output:
	// Package: haproxy
	// Pin: release n=bookworm-backports
	// Pin-Priority: 990
}
