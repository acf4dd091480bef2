package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
)

// workedOn returns the names of the hosts that a run would work on, in the
// order of the stages.
func workedOn(play *recipes.Play, pattern string, limit func(string) bool) ([]string, error) {
	var all, in []string
	for _, s := range play.Stages {
		for _, h := range s.Hosts {
			if slices.Contains(all, h.Name) {
				continue
			}
			all = append(all, h.Name)
			if limit == nil || limit(h.Name) {
				in = append(in, h.Name)
			}
		}
	}
	for _, n := range play.Needs() { // of hosts whose work is not known yet
		if !slices.Contains(all, n.Host.Name) {
			all = append(all, n.Host.Name)
		}
		if !slices.Contains(in, n.Host.Name) && (limit == nil || limit(n.Host.Name)) {
			in = append(in, n.Host.Name)
		}
	}
	if in == nil {
		return nil, &NoHostError{Limit: pattern, Hosts: all}
	}
	return in, nil
}

// expected returns how many tasks and handlers a run has to look at.
func expected(play *recipes.Play, limit func(string) bool) int {
	n := 0
	for _, s := range play.Stages {
		for _, h := range stageHosts(s, limit) {
			n += len(h.Work) + len(h.Handlers)
		}
	}
	return n
}

// stageHosts returns the hosts that do the work of the stage if none fails.
func stageHosts(s *recipes.Stage, limit func(string) bool) []*recipes.Host {
	var hosts []*recipes.Host
	for _, h := range s.Hosts {
		if limit != nil && !limit(h.Name) {
			continue
		}
		hosts = append(hosts, h)
		if s.Once {
			break
		}
	}
	return hosts
}

func (p *Program) printHosts(hosts []string) error {
	_, err := fmt.Fprintln(p.Stdout, strings.Join(hosts, "\n"))
	return err
}

// printTasks prints every stage. Hosts that do the same share one list.
func (p *Program) printTasks(play *recipes.Play, limit func(string) bool) error {
	var b strings.Builder
	for _, s := range play.Stages {
		hosts := stageHosts(s, limit)
		if len(hosts) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s%s\n", s.Name, turns(s))
		var works []string
		sharing := map[string][]string{} // hosts, by what they do
		for _, h := range hosts {
			work := workOf(h)
			if sharing[work] == nil {
				works = append(works, work)
			}
			sharing[work] = append(sharing[work], h.Name)
		}
		for _, work := range works {
			fmt.Fprintf(&b, "  %s\n%s", strings.Join(sharing[work], ", "), work)
		}
	}
	for _, w := range play.Warnings {
		fmt.Fprintf(&b, "# warning: %s\n", w)
	}
	for _, n := range play.Needs() {
		fmt.Fprintf(&b, "# not all is known before a run has asked for the fact %s\n", n)
	}
	_, err := fmt.Fprint(p.Stdout, p.masked(b.String()))
	return err
}

// turns says in which way not all hosts of a stage work at once.
func turns(s *recipes.Stage) string {
	switch {
	case s.Survey && s.Once:
		return " (only looks, on one host)"
	case s.Survey:
		return " (only looks)"
	case s.Once:
		return " (on one host)"
	case len(s.Serial) > 0:
		return fmt.Sprintf(" (%s)", s.Serial)
	}
	for _, h := range s.Hosts {
		if h.Rolling != nil {
			return fmt.Sprintf(" (in turn, %s)", atATime(h.Rolling))
		}
	}
	return ""
}

func atATime(r *recipes.Rolling) recipes.Batches {
	if len(r.Serial) == 0 {
		return recipes.Batches{recipes.Hosts(1)}
	}
	return r.Serial
}

// workOf returns the tasks and handlers of a host, a line each.
func workOf(h *recipes.Host) string {
	var b strings.Builder
	for _, w := range h.Work {
		fmt.Fprintf(&b, "    %s", w.Task)
		for i, n := range w.Notify {
			separator := ", "
			if i == 0 {
				separator = " -> "
			}
			fmt.Fprintf(&b, "%s%s", separator, n.Name)
		}
		b.WriteByte('\n')
	}
	for _, n := range h.Handlers {
		fmt.Fprintf(&b, "    %s", recipes.Debt{Handler: n})
		if n.Rolling != nil {
			fmt.Fprintf(&b, " (%s)", atATime(n.Rolling))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
