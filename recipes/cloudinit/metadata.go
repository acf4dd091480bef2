package cloudinit

import "github.com/goccy/go-yaml"

// metaData renders what tells cloud-init one machine from another: it
// configures a machine again only if the instance is another one.
func (m Machine) metaData() (string, error) {
	instance := m.Instance
	if instance == "" {
		instance = m.Name
	}
	out, err := yaml.Marshal(yaml.MapSlice{
		{Key: "instance-id", Value: instance},
		{Key: "local-hostname", Value: m.FQDN()},
	})
	return string(out), err
}
