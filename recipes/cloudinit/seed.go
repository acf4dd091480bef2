package cloudinit

// Directory is where cloud-init looks for a seed in the root of a container;
// a virtual machine finds the same files on a volume labelled "cidata".
// https://cloudinit.readthedocs.io/en/22.4.2/topics/datasources/nocloud.html
const Directory = "/var/lib/cloud/seed/nocloud"

// Seed is the three files of the NoCloud data source.
type Seed struct{ UserData, MetaData, NetworkConfig string }

// Seed renders the machine's seed. Equal machines have equal seeds.
func (m Machine) Seed() (Seed, error) {
	user, err := m.userData()
	if err != nil {
		return Seed{}, err
	}
	meta, err := m.metaData()
	if err != nil {
		return Seed{}, err
	}
	network, err := m.networkConfig()
	return Seed{user, meta, network}, err
}
