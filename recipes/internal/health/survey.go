package health

import (
	"time"

	"github.com/hrun-dev/hrun/recipes"
)

// Patience is how long a script of a survey may take on a host: something that
// hangs there, such as a file system of another host or a daemon, is a fault
// like others, and must not keep them from being told. It is far more than a
// slow machine needs.
const Patience = 2 * time.Minute

// Survey makes surveys of stages, and bounds each of their tasks that has no
// limit of its own.
func Survey(stages []*recipes.Stage) {
	for _, s := range stages {
		s.Survey = true
		for _, h := range s.Hosts {
			for i := range h.Work {
				if limits := &h.Work[i].Limits; limits.Timeout == 0 {
					limits.Timeout = Patience
				}
			}
		}
	}
}
