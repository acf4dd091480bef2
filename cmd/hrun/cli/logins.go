package cli

import (
	"errors"

	"github.com/hrun-dev/hrun/inventory"
)

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
