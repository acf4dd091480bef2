package recipes

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Facts is what is known about hosts: by inventory name and name of the fact,
// what the fact's probe printed there. The nil Facts knows nothing.
type Facts map[string]map[string]string

// Fact returns what the probe of a fact printed on a host, if that is known.
func (f Facts) Fact(host, name string) (printed string, known bool) {
	printed, known = f[host][name]
	return printed, known
}

// Add makes a fact known. Facts must not be nil.
func (f Facts) Add(host, name, printed string) {
	if f[host] == nil {
		f[host] = map[string]string{}
	}
	f[host][name] = printed
}

// Need is a fact that a build asked for and that was not known.
type Need struct {
	Host inventory.Host
	Name string

	// Probe is read-only and prints the fact. It finds in $hrun_sent the time
	// at which the question was sent by the operator's clock, in seconds since
	// 1970 with nine decimals.
	Probe sh.Script

	// All says that the play as a whole was built without the fact, and not
	// only the work of that host.
	All bool

	// Before is how many stages of the play come before what depends on the
	// fact: they are the same whatever it is.
	Before int
}

func (n Need) String() string { return n.Name + " of " + n.Host.Name }

// NeedsError says that a play is not complete, because facts are asked for that
// are not known.
type NeedsError struct{ Needs []Need }

func (e *NeedsError) Error() string {
	names := make([]string, len(e.Needs))
	for i, n := range e.Needs {
		names[i] = n.String()
	}
	return "facts are not known: " + strings.Join(names, ", ")
}

// asked keeps what a build has asked for.
type asked struct {
	probes  map[[2]string]sh.Script // by host and name
	needs   []Need
	secrets []sh.Secret
}

// fact looks a fact up, and keeps it as a need if it is not known. The error
// says that two facts of one name are meant.
func (p *Play) fact(n Need) (printed string, known bool, err error) {
	key := [2]string{n.Host.Name, n.Name}
	if p.asked.probes == nil {
		p.asked.probes = map[[2]string]sh.Script{}
	}
	before, again := p.asked.probes[key]
	if again && before != n.Probe {
		return "", false, fmt.Errorf("two different facts are called %q", n.Name)
	}
	p.asked.probes[key] = n.Probe
	if printed, known = p.known.Fact(n.Host.Name, n.Name); known {
		return printed, true, nil
	}
	for i, other := range p.asked.needs {
		if other.Host.Name == n.Host.Name && other.Name == n.Name {
			p.asked.needs[i].All = other.All || n.All
			return "", false, nil
		}
	}
	n.Before = len(p.Stages)
	p.asked.needs = append(p.asked.needs, n)
	return "", false, nil
}

// Fact returns what the probe printed on the host, or false if that is not
// known yet: the role should then return, because it is asked again once it
// is. Two facts of one name on one host must have the same probe. Package
// recipes/facts has facts with types.
//
// A fact is from the beginning of a run. What changes in the course of it is
// to be asked for later: see [Late].
func (h *Host) Fact(name string, probe sh.Script) (printed string, known bool) {
	if h.play == nil {
		return "", false
	}
	printed, known, err := h.play.fact(Need{Host: h.Host, Name: name, Probe: probe})
	if err != nil {
		h.fault(err)
	}
	return printed, known
}

// Fact is as [Host.Fact], for what a whole recipe depends on. If the host
// cannot be reached, no host does any work.
func (p *Play) Fact(host inventory.Host, name string, probe sh.Script) (printed string, known bool) {
	printed, known, err := p.fact(Need{Host: host, Name: name, Probe: probe, All: true})
	if err != nil {
		p.Fault(fmt.Errorf("host %s: %w", host.Name, err))
	}
	return printed, known
}

// Needs returns the facts that the build has asked for and that were not
// known, in the order of the questions. As long as there are any, the play may
// not be complete.
func (p *Play) Needs() []Need { return p.asked.needs }

// Conceal has the values masked in all that a run of the play prints: they came
// from a host, and are secret.
func (p *Play) Conceal(values ...sh.Secret) { p.asked.secrets = append(p.asked.secrets, values...) }

// Conceal is as [Play.Conceal].
func (h *Host) Conceal(values ...sh.Secret) {
	if h.play != nil {
		h.play.Conceal(values...)
	}
}

// Concealed returns the values given to [Play.Conceal].
func (p *Play) Concealed() []sh.Secret { return p.asked.secrets }
