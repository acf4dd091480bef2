package human

import (
	"bytes"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

func TestFactsOnNarrowTerminal(t *testing.T) {
	var b bytes.Buffer
	r := New(&b, Options{Size: func() (int, int) { return 40, 24 }, Whole: true})
	defer r.Close()
	r.Facts(time.Now(), report.Facts{Host: "node01", Facts: []report.Fact{
		{Name: "os", Value: []byte(`{"id":"debian","version":"12","codename":"bookworm"}`)},
		{Name: "cpus", Value: []byte(`2`)},
	}})
	want := `node01
  os    id=debian version=12
        codename=bookworm
  cpus  2
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFacts(t *testing.T) {
	var b bytes.Buffer
	r := New(&b, Options{})
	defer r.Close()
	r.Facts(time.Now(), report.Facts{Host: "node01", Facts: []report.Fact{
		{Name: "os", Value: []byte(`{"id":"debian","like":null,"name":"Debian 12"}`)},
		{Name: "cpus", Value: []byte(`12345678901234567`)},
		{Name: "disks", Value: []byte(`[{"name":"sda","mounted":[{"path":"/"},{"path":"/srv"}]},{"name":"sdb","rotational":true}]`)},
		{Name: "routes", Value: []byte(`[]`)},
		{Name: "units", Value: []byte(`{"b.service":{"active":"failed"},"a.service":{"active":"\u001b[2J"}}`)},
	}})
	want := `node01
  os      id=debian like=- name="Debian 12"
  cpus    12345678901234567
  disks   name=sda mounted=(path=/),(path=/srv)
          name=sdb rotational=yes
  routes  -
  units   b.service  active=failed
          a.service  active=\x1b[2J
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
