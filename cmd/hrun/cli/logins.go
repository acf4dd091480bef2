package cli

import (
	"errors"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// readyLogins reads the passwords of these hosts and their bastions, and then
// finds out which logins cannot succeed: before anything is contacted.
func readyLogins(inv *inventory.Inventory, names []string, find bastions) error {
	if err := readPasswords(inv, names); err != nil {
		return err
	}
	dialer := sshx.Dialer{Inventory: find}
	var faults []error
	for _, name := range names {
		h, known := inv.Host(name)
		if !known {
			continue
		}
		ready, err := h.WithPasswords()
		if err == nil {
			err = dialer.Check(ready)
		}
		faults = append(faults, err)
	}
	return distinct(faults)
}

// distinct joins the errors, each text once: hosts share their bastions.
func distinct(faults []error) error {
	var all []error
	for _, fault := range faults {
		if fault != nil && !slices.ContainsFunc(all, func(e error) bool { return e.Error() == fault.Error() }) {
			all = append(all, fault)
		}
	}
	return errors.Join(all...)
}

// readPasswords reads what the connections of these hosts need, bastions
// included, from where the inventory says: before anything is contacted or
// shown, so that a question stands alone on the terminal. The values stay with
// the inventory, for whoever dials.
func readPasswords(inv *inventory.Inventory, names []string) error {
	var faults []error
	seen := map[string]bool{}
	read := func(name string) {
		h, known := inv.Host(name)
		if !known || seen[name] {
			return
		}
		seen[name] = true
		_, err := h.WithPasswords()
		faults = append(faults, err)
	}
	for _, name := range names {
		h, _ := inv.Host(name)
		for _, hop := range h.Connection.Via {
			read(hop)
		}
		read(name)
	}
	return errors.Join(faults...)
}
