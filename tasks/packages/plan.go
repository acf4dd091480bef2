package packages

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

// difference collects what differs, and what is to be done.
type difference struct {
	known
	changes
	was, want []string
}

// Plan has one step for all packages that have to change, and one each for
// those to release, to mark as wanted for their own sake, and to hold.
func (s Set) Plan(got string) (c tasks.Change, err error) {
	k, err := parse(got)
	if err != nil {
		return c, err
	}
	d := difference{known: k}
	d.compare(s)
	if err := d.obeyHolds(s); err != nil {
		return c, err
	}
	m := managers[k.manager]
	if len(s.Held)+len(s.Released) > 0 && m.hold(s.Held, true) == "" {
		return c, fmt.Errorf("%s cannot hold packages", k.manager)
	}
	c.Steps = append(c.Steps, d.holds(m, released, s.Released)...)
	if len(d.want) > 0 {
		c.Steps = append(c.Steps, tasks.Step{
			Field:   "packages",
			Was:     strings.Join(d.was, "\n"),
			Want:    strings.Join(d.want, "\n"),
			Do:      m.transaction(s, d.changes),
			Preview: m.preview(s, d.changes),
		})
	}
	c.Steps = append(c.Steps, d.marks(s)...)
	c.Steps = append(c.Steps, d.holds(m, held, s.Held)...)
	return c, nil
}

// marks returns the step that marks what is wanted as manually installed, if it
// is there and another package was the reason: "apt-get autoremove" would take
// it together with that one. What apt-get installs or upgrades by name it marks
// by itself.
func (d *difference) marks(s Set) []tasks.Step {
	var wrong, was, want []string
	for _, spec := range slices.Concat(s.Names, s.Latest) {
		n, _, _ := strings.Cut(spec, "=")
		if d.auto[n] && d.pkg(n).state == installed && !slices.Contains(d.install, spec) && !slices.Contains(d.upgrade, n) && !slices.Contains(wrong, n) {
			wrong = append(wrong, n)
			was, want = append(was, n+" automatic"), append(want, n+" manual")
		}
	}
	if wrong == nil {
		return nil
	}
	return []tasks.Step{{Field: "marked", Was: strings.Join(was, "\n"), Want: strings.Join(want, "\n"), Do: apt{}.manual(wrong)}}
}

// compare finds what of the set's wishes is not so.
func (d *difference) compare(s Set) {
	for _, spec := range s.Names {
		n, v, exact := strings.Cut(spec, "=")
		is := d.pkg(n)
		switch {
		case exact && is.String() != v:
			d.differ(&d.install, spec, n, is.String(), v)
		case is.state != installed:
			d.differ(&d.install, spec, n, is.String(), installed)
		}
	}
	if d.old && len(s.Latest) > 0 {
		d.was = append(d.was, fmt.Sprintf("lists of packages older than %v", s.age()))
		d.want = append(d.want, "newer lists, and what they offer")
	}
	for _, n := range s.Latest {
		is := d.pkg(n)
		offer := d.offers[n]
		switch {
		case is.state != installed && offer == "":
			d.differ(&d.upgrade, n, n, is.String(), latest)
		case is.state != installed, offer != "" && is.version != offer:
			d.differ(&d.upgrade, n, n, is.String(), offer)
		case d.old && (!is.held || slices.Contains(s.Released, n)):
			d.upgrade = append(d.upgrade, n)
		}
	}
	for _, n := range s.Absent {
		if is := d.pkg(n); is.state != notInstalled && (is.state != configFiles || s.Purge) {
			d.differ(&d.remove, n, n, is.String(), notInstalled)
		}
	}
}

func (d *difference) differ(do *[]string, spec, name, was, want string) {
	*do = append(*do, spec)
	d.was = append(d.was, name+" "+was)
	d.want = append(d.want, name+" "+want)
}
