package cloudinit_test

import (
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// node is a machine with everything set.
func node() cloudinit.Machine {
	return cloudinit.Machine{
		Name: "hapx-node01", Domain: "kube.demo", Instance: "lab-hapx-node01", User: "debian",
		Authorized: []string{"ssh-ed25519 AAAAoperator: with colon"},
		UserCA:     "ssh-ed25519 AAAAca\n",
		Interfaces: []cloudinit.Interface{{Name: "enp0s3.41", Addresses: []netip.Prefix{netip.MustParsePrefix("192.168.4.21/27")}}},
		Names: []cloudinit.Name{
			{Address: netip.MustParseAddr("192.168.4.21"), Names: []string{"hapx-node01.kube.demo", "hapx-node01"}},
		},
		Packages: []string{"haproxy"},
		Files:    []cloudinit.File{{Path: "/etc/motd", Content: "#: not a comment\n"}},
		Run:      []string{"reboot"},
	}
}

func TestSeed(t *testing.T) {
	for name, m := range map[string]cloudinit.Machine{
		"full":    node(),
		"minimal": {Name: "one", User: "debian"},
	} {
		t.Run(name, func(t *testing.T) {
			seed, err := m.Seed()
			if err != nil {
				t.Fatal(err)
			}
			got := "== user-data\n" + seed.UserData + "== meta-data\n" + seed.MetaData + "== network-config\n" + seed.NetworkConfig
			want, err := os.ReadFile("testdata/" + name + ".golden")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("the seed differs (-want +got):\n%s\n%s", diff, got)
			}
		})
	}
}

// Whatever a value holds, cloud-init must read it as it was meant.
func TestSeedSurvivesYAML(t *testing.T) {
	m := node()
	m.Authorized = []string{"ssh-ed25519 AAAA it's \"quoted\": #1, {x} [y] & *z"}
	seed, err := m.Seed()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(seed.UserData, "#cloud-config\n") {
		t.Error("user-data without its first line is not read as a cloud-config")
	}
	var read struct {
		Users []struct {
			Authorized []string `yaml:"ssh_authorized_keys"`
		}
		Files []struct{ Path, Content string } `yaml:"write_files"`
	}
	if err := yaml.Unmarshal([]byte(seed.UserData), &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m.Authorized, read.Users[0].Authorized); diff != "" {
		t.Error(diff)
	}
	last := read.Files[len(read.Files)-1]
	if last.Path != "/etc/motd" || last.Content != "#: not a comment\n" {
		t.Errorf("the file is read as %+v", last)
	}
}
