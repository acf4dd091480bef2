package cli

import (
	"slices"
	"sync"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// mask has what a function returns masked from now on, in all that is printed
// but for the result of "secret get".
func (p *Program) mask(secrets func() []sh.Secret) { p.secrets = append(p.secrets, secrets) }

// known returns every secret that is known so far.
func (p *Program) known() []sh.Secret {
	var all []sh.Secret
	for _, secrets := range p.secrets {
		all = append(all, secrets()...)
	}
	return all
}

// masked returns the text without any secret that is known so far.
func (p *Program) masked(text string) string { return runner.Mask(text, p.known()...) }

// confidential turns passwords that only ever become more into secrets, each
// once: a run asks for them with everything that it shows.
func confidential(passwords func() []inventory.Password) func() []sh.Secret {
	var one sync.Mutex
	var known []sh.Secret
	return func() []sh.Secret {
		one.Lock()
		defer one.Unlock()
		for _, password := range passwords()[len(known):] {
			known = append(known, sh.NewSecret(string(password)))
		}
		return slices.Clip(known)
	}
}
