package facts

import (
	"reflect"
	"testing"
)

const debianRelease = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`

const alpineRelease = `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.20.3
PRETTY_NAME="Alpine Linux v3.20"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"
`

func TestOS(t *testing.T) {
	for _, c := range []struct {
		name, printed string
		want          Release
	}{
		{"debian", debianRelease, Release{ID: "debian", Version: "12", Codename: "bookworm", Name: "Debian GNU/Linux 12 (bookworm)"}},
		{"alpine", alpineRelease, Release{ID: "alpine", Version: "3.20.3", Name: "Alpine Linux v3.20"}},
		{"derived", "# a comment\n\nID='mine'\nID_LIKE=\"ubuntu debian\"\nPRETTY_NAME=\"a \\\"b\\\" \\$c\"\n", Release{ID: "mine", Like: []string{"ubuntu", "debian"}, Name: `a "b" $c`}},
		{"empty", "", Release{ID: "linux", Name: "Linux"}},
	} {
		got, err := OS().Parse(c.printed)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	if _, err := OS().Parse("what is this\n"); err == nil {
		t.Error("a line that is no assignment is taken")
	}
}

func TestReleaseIs(t *testing.T) {
	r := Release{ID: "ubuntu", Like: []string{"debian"}}
	if !r.Is("alpine", "debian") || !r.Is("ubuntu") || r.Is("fedora") {
		t.Errorf("%+v", r)
	}
}
