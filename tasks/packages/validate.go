package packages

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var (
	// name is what Debian policy 5.6.7 allows, and what RPM and Alpine allow
	// beyond that, with an optional architecture.
	name = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+._-]*(:[a-z0-9_-]+)?$`)

	// version is an epoch, an upstream version and a revision.
	version = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+~^:_-]*$`)
)

// Validate reports what is not the name of a package, packages of which two
// things are wanted that cannot both be, and negative times.
func (s Set) Validate() error {
	wish := make(map[string]string)
	for _, l := range s.lists() {
		for _, spec := range l.names {
			if err := l.check(spec); err != nil {
				return err
			}
			n, _, _ := strings.Cut(spec, "=")
			if err := agree(wish, l.title, n, spec); err != nil {
				return err
			}
		}
	}
	switch _, known := managers[s.Manager]; {
	case len(wish) == 0:
		return errors.New("packages: no packages are named")
	case s.LockTimeout < 0:
		return fmt.Errorf("packages: a LockTimeout of %v is negative", s.LockTimeout)
	case s.CacheAge < 0:
		return fmt.Errorf("packages: a CacheAge of %v is negative", s.CacheAge)
	case s.Manager != "" && !known:
		return fmt.Errorf("packages: there is no package manager %q: want %s, %s or %s", s.Manager, APT, DNF, APK)
	case len(s.Held)+len(s.Released) > 0 && known && managers[s.Manager].hold(nil, true) == "":
		return fmt.Errorf("packages: %s cannot hold packages", s.Manager)
	}
	return nil
}

// check reports what cannot be in the list.
func (l list) check(spec string) error {
	n, v, exact := strings.Cut(spec, "=")
	switch {
	case !name.MatchString(n):
		return fmt.Errorf("packages: %q is not the name of a package", n)
	case exact && l.title != names:
		return fmt.Errorf("packages: %q has a version, which only Names can have", spec)
	case exact && !version.MatchString(v):
		return fmt.Errorf("packages: %q is not the version of a package", v)
	}
	return nil
}

// agree notes in wish what is wanted of a package, by kind of wish and name. A
// package has one version or none, and what is held keeps its version.
func agree(wish map[string]string, title, name, spec string) error {
	kind, want := "state ", strings.TrimSpace(title+" "+spec)
	if title == held || title == released {
		kind = "hold "
	}
	if other, ok := wish[kind+name]; ok && other != want {
		return fmt.Errorf("packages: of one package both %q and %q are wanted", other, want)
	}
	wish[kind+name] = want
	if state := wish["state "+name]; wish["hold "+name] == held+" "+name && (state == latest+" "+name || state == absent+" "+name) {
		return fmt.Errorf("packages: %s is to be %s and held", name, strings.TrimSuffix(state, " "+name))
	}
	return nil
}
