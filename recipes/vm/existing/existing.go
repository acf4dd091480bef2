// Package existing stands for machines that are simply there: nothing makes
// them, and nothing removes them.
package existing

import (
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
)

// Provider makes nothing. The zero value is ready to use.
type Provider struct{}

var _ lab.Provider = Provider{}

// Check accepts every description: the machines are what they are.
func (Provider) Check(lab.Lab) error { return nil }

// OwnKernel returns false: nothing is added to the machines.
func (Provider) OwnKernel() bool { return false }

// Prepare returns nothing to do.
func (Provider) Prepare(lab.Lab) []tasks.Task { return nil }

// Machine returns nothing to do.
func (Provider) Machine(lab.Lab, lab.Machine) []tasks.Task { return nil }

// Ready returns nothing to do: there is no hypervisor to look from.
func (Provider) Ready(lab.Lab, lab.Machine) []tasks.Task { return nil }

// Remove returns nothing to do: the machines are not hrun's.
func (Provider) Remove(lab.Lab, bool) []tasks.Task { return nil }
