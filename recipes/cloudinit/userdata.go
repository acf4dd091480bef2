package cloudinit

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// caFile is where the nodes of the reference have the CA of their users.
const caFile = "/etc/ssh/ca.pub"

// user is an entry of the cloud-config key "users".
type user struct {
	Name       string   `yaml:"name"`
	Sudo       string   `yaml:"sudo"`
	Shell      string   `yaml:"shell"`
	Lock       bool     `yaml:"lock_passwd"`
	Authorized []string `yaml:"ssh_authorized_keys,omitempty"`
}

// file is an entry of the cloud-config key "write_files".
type file struct {
	Path    string `yaml:"path"`
	Mode    string `yaml:"permissions"`
	Owner   string `yaml:"owner"`
	Content string `yaml:"content"`
}

// userData renders the cloud-config.
func (m Machine) userData() (string, error) {
	timezone := m.Timezone
	if timezone == "" {
		timezone = "UTC"
	}
	config := yaml.MapSlice{
		{Key: "hostname", Value: m.Name},
		{Key: "fqdn", Value: m.FQDN()},
		// The file is written below: true would write it anew at every boot,
		// and name the machine itself 127.0.1.1, where no cluster listens.
		{Key: "manage_etc_hosts", Value: false},
		{Key: "timezone", Value: timezone},
		{Key: "locale", Value: "C.UTF-8"}, // needs nothing generated
		{Key: "ssh_pwauth", Value: false},
		{Key: "disable_root", Value: true},
		// The host key is put there by whoever makes the machine, and known.
		{Key: "ssh_deletekeys", Value: false},
		{Key: "ssh_genkeytypes", Value: []string{"ed25519"}},
		{Key: "users", Value: []user{{
			Name: m.User, Sudo: "ALL=(ALL) NOPASSWD:ALL", Shell: "/bin/bash", Lock: true, Authorized: m.Authorized,
		}}},
		{Key: "write_files", Value: m.files()},
	}
	if len(m.Packages) > 0 {
		config = append(config,
			yaml.MapItem{Key: "package_update", Value: true},
			yaml.MapItem{Key: "packages", Value: m.Packages})
	}
	if len(m.Run) > 0 {
		config = append(config, yaml.MapItem{Key: "runcmd", Value: m.Run})
	}
	out, err := yaml.Marshal(config)
	return "#cloud-config\n" + string(out), err
}

func (m Machine) files() []file {
	files := []file{{"/etc/hosts", "0644", "root:root", m.hosts()}}
	if m.UserCA != "" {
		files = append(files,
			file{caFile, "0644", "root:root", strings.TrimSpace(m.UserCA) + "\n"},
			file{"/etc/ssh/sshd_config.d/user-ca.conf", "0644", "root:root", "TrustedUserCAKeys " + caFile + "\n"})
	}
	for _, f := range m.Files {
		mode := f.Mode
		if mode == "" {
			mode = "0644"
		}
		files = append(files, file{f.Path, mode, "root:root", f.Content})
	}
	return files
}

// hosts renders /etc/hosts.
func (m Machine) hosts() string {
	var b strings.Builder
	b.WriteString("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n")
	for _, n := range m.Names {
		fmt.Fprintf(&b, "%s %s\n", n.Address, strings.Join(n.Names, " "))
	}
	return b.String()
}
