package verify

import "github.com/hrun-dev/hrun/recipes"

// described adds the stages of hapx itself. What one node does there for all is
// asked of every node: each has its own view of the cluster's configuration,
// and the one that would be asked may be the one without a cluster.
func (r Recipe) described(p *recipes.Play) error {
	from := len(p.Stages)
	if err := r.Recipe.Build(p); err != nil {
		return err
	}
	for _, s := range p.Stages[from:] {
		s.Once = false
	}
	return nil
}
