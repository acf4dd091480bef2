package facts

import (
	"encoding/json"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Described is a fact without its type, for programs that show facts.
type Described struct {
	Name  string
	Probe sh.Script

	// JSON returns the value of what the probe printed, in JSON.
	JSON func(printed string) ([]byte, error)
}

// Described returns the fact without its type. Its values are encoded by
// package encoding/json.
func (f Fact[T]) Described() Described {
	return Described{Name: f.Name, Probe: f.Probe, JSON: func(printed string) ([]byte, error) {
		value, _, err := f.parse(printed)
		if err != nil {
			return nil, err
		}
		return json.Marshal(value)
	}}
}

// BuiltIn returns the facts of this package that every Linux host can say, in
// the order in which they are shown.
func BuiltIn() []Described {
	return []Described{
		offsetSeconds().Described(), // first: what is asked before it adds to its error
		OS().Described(),
		Kernel().Described(),
		Architecture().Described(),
		Virtualization().Described(),
		Init().Described(),
		PackageManager().Described(),
		BootID().Described(),
		CPUs().Described(),
		Memory().Described(),
		Disks().Described(),
		Filesystems().Described(),
		Interfaces().Described(),
		DefaultRoutes().Described(),
		Account().Described(),
	}
}

// Special returns those that not every host can say.
func Special() []Described { return []Described{Units().Described()} }
