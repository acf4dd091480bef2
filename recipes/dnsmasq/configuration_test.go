package dnsmasq

import (
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func record(address string, names ...string) Record {
	return Record{Address: addr(address), Names: names}
}

// configurations are the golden files.
func configurations() map[string]Server {
	lan := Range{Network: netip.MustParsePrefix("192.168.4.0/27"), From: addr("192.168.4.10"), To: addr("192.168.4.15")}
	return map[string]Server{
		"names": {
			Interfaces: []string{"enp0s3.41"}, Domain: "kube.demo",
			Records: []Record{record("192.168.4.21", "hapx-node01"), record("192.168.4.1", "dns-01", "gate-node01"), record("fd00::21", "hapx-node01")},
		},
		"all": {
			Interfaces: []string{"lan", "dmz"}, Domain: "kube.demo", Hosts: true, Authoritative: true,
			Records:  []Record{record("192.0.2.1", "www.example", "web")},
			Upstream: []netip.Addr{addr("192.0.2.53"), addr("2001:db8::53")},
			Ranges: []Range{
				lan,
				{
					Network: netip.MustParsePrefix("192.168.5.0/24"), Lease: 10 * time.Minute,
					Router: addr("192.168.5.254"), NameServers: []netip.Addr{addr("192.168.5.1"), addr("192.168.5.2")},
				},
			},
			Leases: []Lease{
				{MAC: "08:00:27:00:41:15", Address: addr("192.168.4.12"), Name: "known"},
				{MAC: "08:00:27:00:41:16", Address: addr("192.168.5.7")},
			},
		},
		"nothing": {Interfaces: []string{"lan"}},
	}
}

func TestConfigurations(t *testing.T) {
	for name, server := range configurations() {
		if err := server.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		recipestest.Golden(t, name+".conf", server.configuration())
		file := filepath.Join(t.TempDir(), "conf")
		if err := os.WriteFile(file, []byte(server.configuration()), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), "dnsmasq", "--test", "-C", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
}

// What is to be written is the configuration, and it is judged before.
func TestRole(t *testing.T) {
	server := configurations()["all"]
	h, err := recipestest.Host("busybox", server)
	if err != nil {
		t.Fatal(err)
	}
	written, is := h.Work[1].Task.(file.Content)
	if !is || written.Body != server.configuration() || !strings.Contains(string(written.Verify), "dnsmasq --test") {
		t.Errorf("got %+v", h.Work[1].Task)
	}
}
