package packages_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/packages"
)

func ExampleSet() {
	wanted := packages.Set{Names: []string{"corosync", "haproxy"}}
	change, err := wanted.Plan("apt\ncorosync|amd64|installed|3.1.7-1|install\n") // what the probe prints
	for _, s := range change.Steps {
		fmt.Printf("%s: %s -> %s\n", s.Field, s.Was, s.Want)
	}
	fmt.Println(err)
	// Output:
	// packages: haproxy not-installed -> haproxy installed
	// <nil>
}

func ExampleSet_version() {
	wanted := packages.Set{
		Names: []string{"pacemaker=2.1.5-1+deb12u1"},
		Held:  []string{"pacemaker"}, // until this recipe names another version
	}
	change, _ := wanted.Plan("apt\npacemaker|amd64|installed|2.1.5-1|install\n")
	for _, s := range change.Steps {
		fmt.Printf("%s: %s -> %s\n", s.Field, s.Was, s.Want)
	}
	// Output:
	// packages: pacemaker 2.1.5-1 -> pacemaker 2.1.5-1+deb12u1
	// held: pacemaker released -> pacemaker held
}

func ExampleUpgraded() {
	change, err := packages.Upgraded{}.Plan("apt\nopenssl|3.0.15-1|3.0.16-1\n") // what the probe prints
	for _, s := range change.Steps {
		fmt.Printf("%s: %s -> %s\n", s.Field, s.Was, s.Want)
	}
	fmt.Println(err)
	// Output:
	// packages: openssl 3.0.15-1 -> openssl 3.0.16-1
	// <nil>
}

// All packages of the cluster's software, and of no other.
func ExampleUpgraded_sources() {
	upgraded := packages.Upgraded{Sources: []string{"corosync", "kronosnet", "pacemaker"}}
	change, err := upgraded.Plan("apt\nlibknet1|1.25-1|1.25-2\n")
	for _, s := range change.Steps {
		fmt.Printf("%s: %s -> %s\n", s.Field, s.Was, s.Want)
	}
	fmt.Println(err)
	// Output:
	// packages: libknet1 1.25-1 -> libknet1 1.25-2
	// <nil>
}

func ExampleLists() {
	change, err := packages.Lists{}.Plan("old\n")
	fmt.Println(change.Steps[0].Was, err)
	// Output: more than 1h0m0s, or than the sources <nil>
}

func ExampleSet_absent() {
	gone := packages.Set{Absent: []string{"exim4-base"}, Purge: true}
	change, _ := gone.Plan("apt\nexim4-base|amd64|config-files|4.96-15|deinstall\n")
	fmt.Println(change.Steps[0].Was)
	// Output: exim4-base config-files
}
