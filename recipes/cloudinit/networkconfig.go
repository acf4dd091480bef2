package cloudinit

import "github.com/goccy/go-yaml"

// networkConfig renders version 1 of the format, which every renderer of
// cloud-init knows; Debian's is ifupdown.
// https://cloudinit.readthedocs.io/en/22.4.2/topics/network-config-format-v1.html
func (m Machine) networkConfig() (string, error) {
	type subnet struct {
		Type    string `yaml:"type"`
		Address string `yaml:"address"`
	}
	type device struct {
		Type    string   `yaml:"type"`
		Name    string   `yaml:"name"`
		Subnets []subnet `yaml:"subnets"`
	}
	config := make([]device, 0, len(m.Interfaces))
	for _, i := range m.Interfaces {
		d := device{Type: "physical", Name: i.Name, Subnets: make([]subnet, 0, len(i.Addresses))}
		for _, a := range i.Addresses {
			d.Subnets = append(d.Subnets, subnet{Type: "static", Address: a.String()})
		}
		config = append(config, d)
	}
	out, err := yaml.Marshal(yaml.MapSlice{{Key: "version", Value: 1}, {Key: "config", Value: config}})
	return string(out), err
}
