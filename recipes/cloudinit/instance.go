package cloudinit

import (
	"errors"
	"fmt"
	"strings"
)

// Instance is a machine as cloud-init knows it: what it is told at its first
// boot, typed or as given files.
type Instance struct {
	Name   string // host name, without a domain
	Domain string // e.g. kube.demo; empty means none

	UserData Config
	Network  Network

	// VendorData is what whoever makes the machine adds, such as its host keys.
	// A key of it counts only if the user-data has not the same key: lists are
	// not joined.
	VendorData Config

	// VendorFiles is files that are written once, before any service starts,
	// whatever the user-data says. They can neither be appended to nor deferred.
	VendorFiles []File

	Given Files  // what is given takes the place of what is typed
	Key   string // public key, as in a .pub file, that stands for #SSH-PUB-KEY# in a given user-data
}

// FQDN returns the name with the domain.
func (i Instance) FQDN() string {
	if i.Domain == "" {
		return i.Name
	}
	return i.Name + "." + i.Domain
}

// Seed renders the files. Equal instances have equal seeds.
//
// The instance id, unless it is given, is the name and a digest of everything
// else that the seed says. Cloud-init configures a machine again whose id has
// changed, and only then: so the same seed, made again, does nothing.
func (i Instance) Seed() (Seed, error) {
	s, err := i.seed()
	if err != nil {
		return Seed{}, fmt.Errorf("cloud-init of %s: %w", i.Name, err)
	}
	return s, nil
}

func (i Instance) seed() (s Seed, err error) {
	if i.Name == "" {
		return s, errors.New("the machine has no name")
	}
	if s.UserData, err = typedOr(i.Given.UserData, i.UserData.Text); err != nil {
		return s, fmt.Errorf("user-data: %w", err)
	}
	if s.NetworkConfig, err = typedOr(i.Given.NetworkConfig, i.Network.Text); err != nil {
		return s, fmt.Errorf("network-config: %w", err)
	}
	if s.VendorData, err = i.vendorData(); err != nil {
		return s, fmt.Errorf("vendor-data: %w", err)
	}
	if i.Given.MetaData.given() {
		s.MetaData = i.Given.MetaData.Text
	}
	if s, err = i.Given.filled(s, i); err != nil || s.MetaData != "" {
		return s, err
	}
	if s.MetaData, err = i.metaData(""); err != nil {
		return s, err
	}
	s.MetaData, err = i.metaData(i.Name + "-" + s.Digest())
	return s, err
}

// metaData is what tells cloud-init one machine from another.
func (i Instance) metaData(id string) (string, error) {
	var m mapping
	m.text("instance-id", id)
	m.text("local-hostname", i.FQDN())
	return render(m)
}

func typedOr(given Text, typed func() (string, error)) (string, error) {
	if given.given() {
		return given.Text, nil
	}
	return typed()
}

// hostname is what create-image.sh makes of a name.
func (i Instance) hostname() string { return strings.ToLower(i.Name) }
