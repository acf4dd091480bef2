package verify

import "github.com/hrun-dev/hrun/recipes"

// described adds the stages of hapx itself.
func (r Recipe) described(p *recipes.Play) error { return r.Recipe.Build(p) }
