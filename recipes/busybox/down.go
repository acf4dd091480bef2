package busybox

import "github.com/hrun-dev/hrun/recipes"

// Down takes away what [Recipe] has made on the operator's own machine, which
// is the Routes: those that are exactly as they are described. Bastions stay as
// they are; the recipe vm/down removes them whole.
type Down struct{ Parameters }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (d Down) WithDefaults() Down {
	d.Parameters = d.withDefaults()
	return d
}

// Build adds a stage on the operator's machine, with nothing to do there if no
// Routes are described.
func (d Down) Build(p *recipes.Play) error {
	if err := d.checkRoutes(); err != nil {
		return err
	}
	d.routes(p, true)
	return nil
}
