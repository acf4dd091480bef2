package busybox

import (
	"path"
	"slices"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/dnsmasq"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/openssh"
)

// login has the bastion trust the authorities that its inventory names, and
// gives its user a key with a certificate of the one that counts.
func (p Parameters) login(play *recipes.Play, h *recipes.Host) error {
	name, user := h.Connection.Authority, h.Connection.User
	if name == "" {
		return nil
	}
	authority, err := sshca.Kept(play.Secrets, name)
	if err != nil {
		return err
	}
	trusted, err := sshca.Trusted(play.Secrets, h.Connection)
	if err != nil {
		return err
	}
	keys, err := play.Secrets.Secret(sshca.MachineKeys, 32)
	if err != nil {
		return err
	}
	pair, err := sshca.DeriveKey(keys, "login key "+p.Lab+"/"+h.Name)
	if err != nil {
		return err
	}
	if err := (sshca.Trust{CA: trusted}).On(h); err != nil {
		return err
	}
	return sshca.Login{
		Directory: path.Join(p.home(user), ".ssh"), Owner: user + ":" + user,
		Key: pair, Authority: authority, Identity: user + "@" + h.Name,
		Users: usersBehind(play, h), Valid: p.Valid,
	}.On(h)
}

func (p Parameters) home(user string) string {
	switch {
	case p.Home != "":
		return p.Home
	case user == "root":
		return "/root"
	}
	return "/home/" + user
}

// usersBehind returns who logs in to the bastion, and to the hosts that are
// reached by it and trust the same authority.
func usersBehind(play *recipes.Play, h *recipes.Host) []string {
	users := []string{h.Connection.User}
	for _, other := range play.Inventory.Hosts() {
		c := other.Connection
		if slices.Contains(c.Via, h.Name) && c.Authority == h.Connection.Authority && c.User != "" {
			users = append(users, c.User)
		}
	}
	slices.Sort(users)
	return slices.Compact(users)
}

// knownHosts returns the tasks that have ssh recognise the machines that the
// recipe vm makes. Of those that it takes as they are it does not know the keys.
func (p Parameters) knownHosts(play *recipes.Play, made vm.Recipe, records []dnsmasq.Record) ([]tasks.Task, error) {
	var all []tasks.Task
	for _, h := range play.Inventory.Hosts() {
		if made.Provider == "existing" || !slices.Contains(h.Groups, "machines") {
			continue
		}
		key, err := sshca.HostKey(play.Secrets, p.Lab, h.Name)
		if err != nil {
			return nil, err
		}
		names := []string{h.Name}
		for _, r := range records {
			if r.Names[0] == h.Name {
				names = append(p.full(r.Names), r.Address.String())
			}
		}
		all = append(all, openssh.KnownHost{Names: names, Keys: []string{key.Public}})
	}
	return all, nil
}
