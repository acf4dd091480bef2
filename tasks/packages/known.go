package packages

import (
	"fmt"
	"slices"
	"strings"
)

// States of a package, from the list in dpkg-query(1).
const (
	installed    = "installed"
	notInstalled = "not-installed"
	configFiles  = "config-files"
)

// known is what a probe printed.
type known struct {
	manager  Manager
	packages map[string][]pkg  // by name, and by name:architecture
	auto     map[string]bool   // may be removed; by name, and by name:architecture
	offers   map[string]string // newest version that the lists offer
	old      bool              // the lists are older than they may be
}

// pkg is a package in one architecture.
type pkg struct {
	state   string
	version string // empty if nothing of it is unpacked
	held    bool
}

// String returns the version of what is installed, and the state of what is not.
func (p pkg) String() string {
	if p.state == installed {
		return p.version
	}
	return p.state
}

func parse(got string) (known, error) {
	first, rest, _ := strings.Cut(got, "\n")
	k := known{manager: Manager(first), packages: make(map[string][]pkg), offers: make(map[string]string), auto: make(map[string]bool)}
	if managers[k.manager] == nil {
		return k, fmt.Errorf("the probe printed %q, want the name of a package manager", first)
	}
	for line := range strings.Lines(rest) {
		line = strings.TrimSuffix(line, "\n")
		switch f := strings.Split(line, "|"); {
		case line == "lists old":
			k.old = true
		case len(f) == 2 && f[0] != "":
			k.offers[f[0]] = f[1]
		case len(f) == 3 && f[0] == "automatic" && f[1] != "":
			k.auto[f[1]], k.auto[f[1]+":"+f[2]] = true, true
		case len(f) == 5 && f[0] != "" && f[2] != "":
			p := pkg{state: f[2], version: f[3], held: f[4] == "hold"}
			k.packages[f[0]] = append(k.packages[f[0]], p)
			if f[1] != "" {
				k.packages[f[0]+":"+f[1]] = []pkg{p}
			}
		default:
			return k, fmt.Errorf("the probe printed %q, want package|architecture|state|version|selection", line)
		}
	}
	return k, nil
}

// pkg returns the package: in the first architecture that it is installed in,
// else in the first that something is left of it in. What is not listed is not
// installed.
func (k known) pkg(name string) pkg {
	all := k.packages[name]
	if i := slices.IndexFunc(all, func(p pkg) bool { return p.state == installed }); i >= 0 {
		return all[i]
	}
	if i := slices.IndexFunc(all, func(p pkg) bool { return p.state != notInstalled }); i >= 0 {
		return all[i]
	}
	return pkg{state: notInstalled}
}
