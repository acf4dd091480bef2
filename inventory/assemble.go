package inventory

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"
)

// assemble makes an inventory of what was read.
func (d *draft) assemble(dir string) (*Inventory, error) {
	return assemble(dir, d.tree(), d.declared(), d.faults, d.secrets)
}

// assemble applies the variables of the declared hosts and returns the
// inventory, or every fault that was found, those from before first.
func assemble(dir string, tree groupTree, declared []Host, faults *multierror.Error, secrets *keeper) (*Inventory, error) {
	inv := &Inventory{dir: dir, tree: tree, declared: declared, hosts: slices.Clone(declared), byName: map[string]int{}, secrets: secrets}
	for i, h := range declared {
		if _, twice := inv.byName[h.Name]; h.Name == "" || twice {
			faults = multierror.Append(faults, fmt.Errorf("host name %q is empty or there twice", h.Name))
		}
		inv.byName[h.Name] = i
	}
	for i := range inv.hosts {
		h := &inv.hosts[i]
		h.Groups = slices.Sorted(slices.Values(h.Groups))
		h.Vars = h.Vars.named()
		h.secrets = secrets
		for name, v := range h.Vars {
			secrets.knowSealed(name, v.node)
		}
		if port := h.Connection.Port; port < 0 || port > 65535 {
			faults = multierror.Append(faults, fmt.Errorf("host %s: port %d is not from 1 to 65535", h.Name, port))
		}
		faults = multierror.Append(faults, connect(h)...)
	}
	if faults.ErrorOrNil() == nil {
		faults = multierror.Append(faults, inv.resolveVia()...)
	}
	if err := tidy(faults); err != nil {
		return nil, err
	}
	return inv, nil
}

// tidy drops the faults that were found twice, because one line of a group is
// read for each of its hosts, and lays them out one a line.
func tidy(faults *multierror.Error) error {
	if faults.ErrorOrNil() == nil {
		return nil
	}
	once := &multierror.Error{ErrorFormat: oneALine}
	seen := map[string]bool{}
	for _, err := range faults.Errors {
		if !seen[err.Error()] {
			seen[err.Error()] = true
			once.Errors = append(once.Errors, err)
		}
	}
	return once
}

func oneALine(all []error) string { return strings.TrimSpace(errors.Join(all...).Error()) }
