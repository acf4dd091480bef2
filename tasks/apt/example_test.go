package apt_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/apt"
)

func ExamplePackages() {
	wanted := apt.Packages{Names: []string{"corosync", "haproxy"}}
	change, err := wanted.Plan("corosync|amd64|installed\n") // what dpkg-query says
	for _, s := range change.Steps {
		fmt.Printf("%s: %s -> %s\n", s.Field, s.Was, s.Want)
	}
	fmt.Println(err)
	// Output:
	// packages: haproxy not-installed -> haproxy installed
	// <nil>
}

func ExampleAbsent() {
	gone := apt.Absent{Names: []string{"exim4-base"}, Purge: true}
	change, _ := gone.Plan("exim4-base|amd64|config-files\n")
	fmt.Println(change.Steps[0].Was)
	// Output: exim4-base config-files
}
