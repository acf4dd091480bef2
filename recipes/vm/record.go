package vm

import (
	"fmt"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// record adds the stage in which the operator gets to know the machines' host
// keys, before anything connects to them.
func (p Parameters) record(play *recipes.Play, machines []inventory.Host, a access) {
	p.onFiles(play, machines, func(known *KnownHosts, m inventory.Host) {
		known.Hosts = append(known.Hosts, KnownHost{Names: knownAs(m), Key: a.hostKeys[m.Name].Public})
	})
}

// forget adds the stage in which the operator forgets them.
func (p Parameters) forget(play *recipes.Play, machines []inventory.Host) {
	p.onFiles(play, machines, func(*KnownHosts, inventory.Host) {})
}

// onFiles adds a stage with a task for each known_hosts file of the machines.
func (p Parameters) onFiles(play *recipes.Play, machines []inventory.Host, add func(*KnownHosts, inventory.Host)) {
	var files []*KnownHosts
	for _, m := range machines {
		if len(m.Connection.KnownHosts) == 0 {
			continue
		}
		file := m.Connection.KnownHosts[0]
		at := slices.IndexFunc(files, func(k *KnownHosts) bool { return k.File == file })
		if at < 0 {
			at, files = len(files), append(files, &KnownHosts{File: file, Lab: p.Lab})
		}
		add(files[at], m)
	}
	if len(files) == 0 {
		return
	}
	play.Stage("known hosts", []inventory.Host{recipes.Operator(play.Inventory)}, recipes.RoleFunc(func(h *recipes.Host) error {
		for _, k := range files {
			h.Do(*k)
		}
		return nil
	}))
}

// knownAs returns the names in known_hosts that a host key is looked up by:
// the host's name, and where it is dialled, with the port if that is not 22
// (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
func knownAs(host inventory.Host) []string {
	names := []string{host.Name}
	for _, name := range []string{host.Name, host.Connection.Address} {
		if name != "" && host.Connection.Port != 0 && host.Connection.Port != 22 {
			name = fmt.Sprintf("[%s]:%d", name, host.Connection.Port)
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
