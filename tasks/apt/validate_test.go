package apt

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func wanted(t *testing.T) map[string]tasks.Task {
	return map[string]tasks.Task{
		"debian": Source{
			Name: "debian", Types: []string{"deb", "deb-src"}, URIs: []string{"https://deb.example.org/debian"},
			Suites: []string{"bookworm", "bookworm-updates"}, Components: []string{"main", "contrib"},
			Architectures: []string{"amd64"}, Keyring: "/usr/share/keyrings/debian-archive-keyring.gpg", Disabled: true,
			Fields: map[string]string{"PDiffs": "no", "Check-Valid-Until": "no"},
		},
		"signed": Source{
			Name: "signed", URIs: []string{"https://toys.example.org"}, Suites: []string{"stable"}, Components: []string{"main"},
			Key: fixture(t, "toys.gpg"),
		},
		"pin": Pin{Name: "backports", Packages: []string{"haproxy", "linux-*"}, Pin: "release n=bookworm-backports", Priority: 990},
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, wanted(t)) }

func TestValidate(t *testing.T) {
	source := func(change func(*Source)) Source {
		s := Source{Name: "toys", URIs: []string{"https://toys.example.org"}, Suites: []string{"stable"}, Components: []string{"main"}}
		change(&s)
		return s
	}
	pin := func(change func(*Pin)) Pin {
		p := Pin{Name: "toys", Packages: []string{"*"}, Pin: "version 1*", Priority: 1}
		change(&p)
		return p
	}
	key := fixture(t, "toys.asc")
	for want, task := range map[string]interface{ Validate() error }{
		`"../x" is not the name of a source`:   source(func(s *Source) { s.Name = "../x" }),
		`"" is not the name of a source`:       source(func(s *Source) { s.Name = "" }),
		"needs URIs and Suites":                source(func(s *Source) { s.URIs = nil }),
		"a Key or a Keyring, not both":         source(func(s *Source) { s.Key, s.Keyring = key, "/k" }),
		`"main contrib" is not one word`:       source(func(s *Source) { s.Components = []string{"main contrib"} }),
		`"a\nTrusted:" is not one word`:        source(func(s *Source) { s.URIs = []string{"a\nTrusted:"} }),
		`there is no type "rpm"`:               source(func(s *Source) { s.Types = []string{"rpm"} }),
		`suite "./"`:                           source(func(s *Source) { s.Suites = []string{"./"} }),
		`suite "stable"`:                       source(func(s *Source) { s.Components = nil }),
		`"uris": "x" is not a further field`:   source(func(s *Source) { s.Fields = map[string]string{"uris": "x"} }),
		`"A": "x\ny" is not a further field`:   source(func(s *Source) { s.Fields = map[string]string{"A": "x\ny"} }),
		`path "k" is not absolute`:             source(func(s *Source) { s.Keyring = "k" }),
		"the Key is not an OpenPGP public key": source(func(s *Source) { s.Key = "abc" }),
		"the Key is not one whole block":       source(func(s *Source) { s.Key = key[:len(key)-20] }),
		"the Key is a private one":             source(func(s *Source) { s.Key = "-----BEGIN PGP PRIVATE KEY BLOCK-----" }),
		`"a.b" is not the name of a pin`:       pin(func(p *Pin) { p.Name = "a.b" }),
		"a pin needs Packages":                 pin(func(p *Pin) { p.Packages = nil }),
		`"a b" is not one word`:                pin(func(p *Pin) { p.Packages = []string{"a b"} }),
		`"1.*" is not a pin`:                   pin(func(p *Pin) { p.Pin = "1.*" }),
		"a pin is one line":                    pin(func(p *Pin) { p.Pin = "version 1\nPackage: *" }),
		"an absent source has":                 source(func(s *Source) { s.Absent = true }),
		"an absent pin has":                    pin(func(p *Pin) { p.Absent = true }),
		"0 is not a priority":                  pin(func(p *Pin) { p.Priority = 0 }),
	} {
		if err := task.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", task, err, want)
		}
	}
	for name, task := range wanted(t) {
		if err := task.(interface{ Validate() error }).Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
