package cloudinit

import (
	"errors"
	"fmt"
)

// Config is a cloud-config: what a machine is told to make of itself at its
// first boot. Every field may be left at its zero value, which leaves the
// matter to cloud-init, and to /etc/cloud/cloud.cfg of the image.
//
// The stages of a boot do their part of it in this order: Boot, WriteFiles,
// names, Users and the host keys before the network's services start; then
// Locale, APT, Timezone; and last Packages, Run and PowerState, when sshd has
// long been answering.
// https://cloudinit.readthedocs.io/en/22.4.2/topics/modules.html
type Config struct {
	Hostname  string // without a domain
	FQDN      string // with it; wins over Hostname on some systems, so set both
	EtcHosts  EtcHosts
	Timezone  string // e.g. Europe/Berlin
	Locale    string // e.g. en_US.UTF-8; fails where no package "locales" is there, unless it is C.UTF-8
	Users     []User // nobody means the image's own default user
	Groups    []Group
	AllowRoot Switch // root may log in with keys; unset: not

	SSHPasswords   Switch    // sshd takes passwords; unset: as the image has it
	AuthorizedKeys []string  // of the first user
	KeepHostKeys   Switch    // the host keys that the image has stay; unset: they are removed
	HostKeyTypes   []string  // what is generated, e.g. "ed25519"; none: rsa, ecdsa and ed25519
	HostKeys       []HostKey // instead of any that are generated

	WriteFiles []File
	Boot       []Command // early, at every boot

	APT            APT
	PackageUpdate  Switch // the lists of packages are fetched; unset: only if there are Packages
	PackageUpgrade Switch
	RebootForThem  Switch   // reboot where an upgrade wants it; unset: not
	Packages       []string // a name, or name=version

	Run          []Command // once, as root, when all else is done
	FinalMessage string    // on the console; may have $uptime and the like
	PowerState   PowerState
}

// EtcHosts says what becomes of /etc/hosts. Empty leaves it alone, unless the
// image says otherwise.
type EtcHosts string

// The ways to treat /etc/hosts.
const (
	HostsManaged   EtcHosts = "true"      // written anew at every boot; calls the machine itself 127.0.1.1, where no cluster listens
	HostsLocal     EtcHosts = "localhost" // has a line for the machine itself, 127.0.1.1
	HostsUnmanaged EtcHosts = "false"     // stays as it is
)

// Text returns the cloud-config as YAML, with its first line. Equal configs
// have equal texts.
func (c Config) Text() (string, error) {
	if err := c.Validate(); err != nil {
		return "", err
	}
	body, err := render(c.mapping())
	return header + body, err
}

// header is the first line, without which cloud-init reads nothing.
const header = "#cloud-config\n"

// Empty reports whether nothing is configured.
func (c Config) Empty() bool { return len(c.mapping()) == 0 }

// Validate refuses what cloud-init would not do, or do otherwise than meant.
func (c Config) Validate() error {
	var faults []error
	switch c.EtcHosts {
	case "", HostsManaged, HostsLocal, HostsUnmanaged:
	default:
		faults = append(faults, fmt.Errorf("/etc/hosts cannot be treated as %q", string(c.EtcHosts)))
	}
	for _, u := range c.Users {
		faults = append(faults, u.validate())
	}
	for _, g := range c.Groups {
		if g.Name == "" {
			faults = append(faults, errors.New("a group has no name"))
		}
	}
	for _, k := range c.HostKeys {
		faults = append(faults, k.validate())
	}
	for _, f := range c.WriteFiles {
		faults = append(faults, f.validate())
	}
	for _, list := range [][]Command{c.Boot, c.Run} {
		for _, command := range list {
			faults = append(faults, command.validate())
		}
	}
	for _, p := range c.Packages {
		if p == "" {
			faults = append(faults, errors.New("a package has no name"))
		}
	}
	faults = append(faults, c.APT.validate(), c.PowerState.validate())
	return errors.Join(faults...)
}
