package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
	"github.com/hrun-dev/hrun/runner/report/ndjson"
)

// factsFlags are the flags of facts.
type factsFlags struct {
	inventoryFlags
	connectionFlags
	outputFlags
}

func (p *Program) facts() *cobra.Command {
	var f factsFlags
	cmd := &cobra.Command{
		Use:   "facts [PATTERN] -i INVENTORY [FACT...]",
		Short: "Print what hosts say about themselves",
		Long: `facts asks the hosts that match a pattern (default all) for facts, in one round
trip, and changes nothing. Without names it asks for all but units, which only
hosts with systemd can say. A fact that a host cannot say fails on it, and the
others are printed.

Facts: ` + factNames() + `

` + exitCodes,
		Example: `  hrun facts -i hosts.yaml
  hrun facts hapx -i hosts.yaml -o json os memory units`,
		Args: cobra.ArbitraryArgs,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return namesOf(allFacts()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: p.do(func(ctx context.Context, args []string) error { return p.printFacts(ctx, &f, args) }),
	}
	f.inventoryFlags.add(cmd)
	f.connectionFlags.add(cmd)
	f.outputFlags.add(cmd)
	return cmd
}

func allFacts() []facts.Described { return append(facts.BuiltIn(), facts.Special()...) }

func namesOf(all []facts.Described) []string {
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	return names
}

// factNames is the list of names, in lines for people.
func factNames() string {
	text, column := "", len("Facts: ")
	for i, name := range namesOf(allFacts()) {
		switch {
		case i == 0:
		case column+len(name) > 76:
			text, column = text+",\n       ", len("Facts: ")
		default:
			text, column = text+", ", column+2
		}
		text, column = text+name, column+len(name)
	}
	return text
}

// factsNamed returns the facts of these names, or those that all hosts have.
func factsNamed(names []string) ([]facts.Described, error) {
	if len(names) == 0 {
		return facts.BuiltIn(), nil
	}
	all := allFacts()
	var found []facts.Described
	for _, name := range names {
		i := slices.IndexFunc(all, func(f facts.Described) bool { return f.Name == name })
		if i < 0 {
			if near := inventory.Nearest(name, namesOf(all)); near != "" {
				return nil, usagef("there is no fact %q (did you mean %q?)", name, near)
			}
			return nil, usagef("there is no fact %q; \"hrun facts --help\" lists them", name)
		}
		found = append(found, all[i])
	}
	return found, nil
}

func (p *Program) printFacts(ctx context.Context, f *factsFlags, args []string) error {
	pattern := "all"
	if len(args) > 0 {
		pattern, args = args[0], args[1:]
	}
	asked, err := factsNamed(args)
	if err != nil {
		return err
	}
	inv, err := f.load(ctx, p)
	if err != nil {
		return err
	}
	inv, find, err := f.override(ctx, p, inv)
	if err != nil {
		return err
	}
	hosts, err := inv.Match(pattern)
	if err != nil {
		return isFact(pattern, err)
	}
	var needs []recipes.Need
	var names []string
	for _, h := range hosts {
		names = append(names, h.Name)
		for _, a := range asked {
			needs = append(needs, recipes.Need{Host: h, Name: a.Name, Probe: a.Probe})
		}
	}
	if err := readyLogins(inv, names, find); err != nil {
		return err
	}
	out := f.factsReporter(p, names)
	r := runner.Runner{Dialer: newDialer(find, p.authorities(f.files)), Secrets: p.known, Reporter: out, Forks: int(f.forks), DialTimeout: f.dialTimeout()}
	known, err := r.Gather(ctx, needs)
	all := []error{err}
	for _, name := range names {
		said, err := toldBy(name, known, asked)
		if err != nil {
			all = append(all, err)
		}
		if said.Facts != nil {
			out.Facts(time.Now(), said)
		}
	}
	return errors.Join(append(all, out.Err())...)
}

// isFact explains a pattern that matches no host to who meant a fact.
func isFact(pattern string, err error) error {
	if !is[*inventory.NoMatchError](err) {
		return err
	}
	near := inventory.Nearest(pattern, namesOf(allFacts()))
	if slices.Contains(namesOf(allFacts()), pattern) {
		near = pattern
	}
	if near != "" {
		return fmt.Errorf("%w; the hosts come before the facts (did you mean \"hrun facts all %s\"?)", err, near)
	}
	return err
}

// toldBy returns what is known of the host. What cannot be understood is a
// failure of the fact.
func toldBy(host string, known recipes.Facts, asked []facts.Described) (report.Facts, error) {
	said := report.Facts{Host: host}
	var all []error
	for _, a := range asked {
		printed, ok := known.Fact(host, a.Name)
		if !ok {
			continue
		}
		value, err := a.JSON(printed)
		if err != nil {
			all = append(all, &FactError{host, err})
			continue
		}
		said.Facts = append(said.Facts, report.Fact{Name: a.Name, Value: value})
	}
	return said, errors.Join(all...)
}

// FactError says that nobody understands what a host has said.
type FactError struct {
	Host string
	Err  error
}

func (e *FactError) Error() string { return fmt.Sprintf("%s: %v", e.Host, e.Err) }

// Unwrap returns the cause.
func (e *FactError) Unwrap() error { return e.Err }

// factsReporter reports facts, and the hosts that could not be asked.
type factsReporter interface {
	report.Reporter
	Facts(time.Time, report.Facts)
	Err() error
}

func (f *factsFlags) factsReporter(p *Program, hosts []string) factsReporter {
	if f.json() {
		return ndjson.New(p.Stdout)
	}
	return human.New(p.Stdout, f.human(p, human.Options{Hosts: hosts, Whole: true}))
}
