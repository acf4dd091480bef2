package cib

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/go-multierror"
)

// Validate returns every fault of the description, as a
// [*multierror.Error]: empty or malformed fields, an id used twice, a
// reference to a primitive that is not declared, an interval that pacemaker
// would not take. Roles call it when a play is built.
func (c Configuration) Validate() error {
	v := &validator{ids: map[string]bool{}, primitives: map[string]bool{}}
	v.values("property", c.Properties)
	for _, name := range slices.Sorted(maps.Keys(c.Properties)) {
		if slices.Contains(written[:], name) {
			v.fault("property %s: the cluster writes it itself", name)
		}
	}
	v.values("resource default", c.ResourceDefaults)
	v.values("operation default", c.OperationDefaults)
	for _, p := range c.Primitives {
		v.primitive(p)
	}
	for _, l := range c.Colocations {
		v.id("colocation", l.ID)
		v.references("colocation "+l.ID, l.Resource, l.With)
		if _, ok := parseScore(l.Score); !ok && l.Score != "" {
			v.fault("colocation %s: score %q is neither a whole number nor INFINITY", l.ID, l.Score)
		}
	}
	for _, o := range c.Orders {
		v.id("order", o.ID)
		v.references("order "+o.ID, o.First, o.Then)
		if !slices.Contains([]Kind{Mandatory, Optional, Serialize}, o.kind()) {
			v.fault("order %s: there is no kind %q", o.ID, o.Kind)
		}
	}
	for _, l := range c.Locations {
		v.id("location", l.ID)
		if !v.primitives[l.Resource] {
			v.fault("location %s: there is no primitive %q", l.ID, l.Resource)
		}
		if l.Node == "" || strings.ContainsFunc(l.Node, unicode.IsSpace) {
			v.fault("location %s: %q is not the name of a node", l.ID, l.Node)
		}
		if _, ok := parseScore(l.Score); !ok {
			v.fault("location %s: score %q is neither a whole number nor INFINITY", l.ID, l.Score)
		}
	}
	for _, id := range c.Absent {
		v.id("absent", id)
	}
	return v.faults.ErrorOrNil()
}

// written lists the cluster options that the cluster itself writes.
var written = [...]string{"have-watchdog", "dc-version", "cluster-infrastructure", "cluster-name", "last-lrm-refresh"}

// The forms of an XML name without colon, and of an agent's standard.
var (
	validID    = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
	validAgent = regexp.MustCompile(`^((ocf:[\w.-]+|systemd|service|lsb|upstart|nagios):[\w.@-]+|stonith:[\w.@/-]+)$`)
)

type validator struct {
	ids, primitives map[string]bool
	faults          *multierror.Error
}

func (v *validator) fault(format string, args ...any) {
	v.faults = multierror.Append(v.faults, fmt.Errorf(format, args...))
}

func (v *validator) id(what, id string) {
	if !validID.MatchString(id) {
		v.fault("%s: %q is not an id: letters, digits, and . _ - after the first", what, id)
	}
	if v.ids[id] {
		v.fault("%s: the id %s is used twice", what, id)
	}
	v.ids[id] = true
}

func (v *validator) values(what string, values Values) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '=' }) {
			v.fault("%s: %q is not a name", what, name)
		}
		// Pacemaker prints line ends and tabs in a form that cannot be read back.
		if strings.ContainsFunc(values[name], unicode.IsControl) || !utf8.ValidString(values[name]) {
			v.fault("%s %s: the value %q holds control characters", what, name, values[name])
		}
	}
}

func (v *validator) primitive(p Primitive) {
	what := "primitive " + p.ID
	v.id("primitive", p.ID)
	v.primitives[p.ID] = true
	if !validAgent.MatchString(p.Agent) {
		v.fault("%s: %q is not an agent, such as ocf:heartbeat:IPaddr2 or systemd:haproxy", what, p.Agent)
	}
	v.values(what+": parameter", p.Params)
	v.secrets(what, p)
	v.values(what+": meta attribute", p.Meta)
	type key struct {
		name     string
		interval time.Duration
	}
	seen := map[key]bool{}
	for _, o := range p.Operations {
		v.operation(what, o)
		if k := (key{o.Name, o.Interval}); seen[k] {
			v.fault("%s: two operations %s every %v", what, o.Name, o.Interval)
		} else {
			seen[k] = true
		}
	}
}

// secrets reports what a secret parameter has wrong, but not its value.
func (v *validator) secrets(what string, p Primitive) {
	for _, name := range slices.Sorted(maps.Keys(p.Secrets)) {
		value := p.Secrets[name].Reveal()
		if _, twice := p.Params[name]; twice {
			v.fault("%s: %s is a parameter, and a secret one too", what, name)
		}
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '=' }) {
			v.fault("%s: secret parameter: %q is not a name", what, name)
		}
		if value == "" || strings.ContainsFunc(value, unicode.IsControl) || !utf8.ValidString(value) {
			v.fault("%s: secret parameter %s is empty, or holds control characters", what, name)
		}
	}
}

func (v *validator) operation(what string, o Operation) {
	if !validID.MatchString(o.Name) {
		v.fault("%s: %q is not an operation", what, o.Name)
	}
	for _, d := range []time.Duration{o.Interval, o.Timeout, o.Delay} {
		if d < 0 || d%time.Millisecond != 0 {
			v.fault("%s: operation %s: %v is not a whole number of milliseconds from 0", what, o.Name, d)
		}
	}
	switch o.Name {
	case "start", "stop", "promote", "demote", "migrate_to", "migrate_from", "notify":
		if o.Interval != 0 {
			v.fault("%s: operation %s cannot recur: its interval must be 0", what, o.Name)
		}
	}
	if o.OnFail != "" && !slices.Contains([]OnFail{Ignore, Block, Demote, Stop, Restart, Fence, Standby}, o.OnFail) {
		v.fault("%s: operation %s: there is no reaction %q", what, o.Name, o.OnFail)
	}
}

func (v *validator) references(what string, ids ...string) {
	for _, id := range ids {
		if !v.primitives[id] {
			v.fault("%s: there is no primitive %q", what, id)
		}
	}
	if ids[0] == ids[1] {
		v.fault("%s: it names %s twice", what, ids[0])
	}
}
