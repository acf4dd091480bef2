package cli

import (
	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/inventory"
)

// inventoryFlags say which hosts exist.
type inventoryFlags struct {
	files, extra []string
}

func (f *inventoryFlags) add(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringArrayVarP(&f.files, "inventory", "i", nil, "inventory `file` or directory, or host1,host2, (repeatable)")
	fs.StringArrayVarP(&f.extra, "extra-vars", "e", nil, "set a variable for all hosts: `KEY=VALUE`, @FILE or JSON (repeatable; wins over all)")
}

// load reads the inventory, with the variables of the command line.
func (f *inventoryFlags) load() (*inventory.Inventory, error) {
	if len(f.files) == 0 {
		return nil, usagef("which hosts? name an inventory with -i")
	}
	inv, err := inventory.Load(f.files...)
	if err != nil {
		return nil, err
	}
	if len(f.extra) == 0 {
		return inv, nil
	}
	return inv.WithExtra(f.extra...)
}
