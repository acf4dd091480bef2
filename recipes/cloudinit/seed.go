package cloudinit

import (
	"fmt"
	"io"

	"github.com/goccy/go-yaml"
)

// Directory is where cloud-init looks for a seed in the root of a container;
// a virtual machine finds the same files on a volume labelled [Label].
// https://cloudinit.readthedocs.io/en/22.4.2/topics/datasources/nocloud.html
const Directory = "/var/lib/cloud/seed/nocloud"

// Seed is the files of the NoCloud data source: what a machine configures
// itself from at its first boot. It may hold keys and passwords, and is secret
// as a whole.
type Seed struct {
	UserData      string
	MetaData      string
	NetworkConfig string // empty: cloud-init asks for an address by DHCP on the first interface
	VendorData    string // what the maker of the machine adds to the user-data, which wins over it; empty: nothing
}

// SeedFile is a file of a seed.
type SeedFile struct{ Name, Content string }

// Files returns the files that a seed consists of, in the order of their
// names: user-data and meta-data always, because without one of them there is
// no seed for cloud-init, the others if they are not empty.
func (s Seed) Files() []SeedFile {
	files := []SeedFile{{"meta-data", s.MetaData}}
	if s.NetworkConfig != "" {
		files = append(files, SeedFile{"network-config", s.NetworkConfig})
	}
	files = append(files, SeedFile{"user-data", s.UserData})
	if s.VendorData != "" {
		files = append(files, SeedFile{"vendor-data", s.VendorData})
	}
	return files
}

// Instance returns the instance id, which a machine with this seed configures
// itself as. See [Finished].
func (s Seed) Instance() string {
	var meta struct {
		ID string `yaml:"instance-id"`
	}
	if err := yaml.Unmarshal([]byte(s.MetaData), &meta); err != nil || meta.ID == "" {
		return "nocloud" // as DataSourceNoCloud has it
	}
	return meta.ID
}

// Format writes which seed it is, whatever the verb: a seed never shows what
// it says.
func (s Seed) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "seed "+s.Digest()) }
