package ansibletest

import (
	"slices"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

const noVirtual = "failed: there is no package virtual: if it is a virtual one, name one that provides it"

// downgrade is what Ansible says when apt refuses, with what it puts before the
// word install.
func downgrade(how string) string {
	return `failed: '/usr/bin/apt-get -y -o "Dpkg::Options::=--force-confdef" -o "Dpkg::Options::=--force-confold" ` + how +
		`install 'back=1.0'' failed: E: Packages were downgraded and -y was used without --allow-downgrades.`
}

// software compares packages, with the real apt.
func software() scene {
	return scene{name: "packages", comparisons: slices.Concat(versions(), holds(), removals(), refusals()), start: func(t testing.TB, h *taskstest.Host) {
		t.Helper()
		conffile := func(name string) debiantest.Package {
			return debiantest.Package{Name: name, Version: "1.0", Files: map[string]string{"etc/" + name: "theirs\n"},
				Scripts: map[string]string{"conffiles": "/etc/" + name + "\n"}}
		}
		debiantest.Publish(t, h,
			debiantest.Package{Name: "new", Version: "1.0", Control: "Depends: needed\n"},
			debiantest.Package{Name: "needed", Version: "1.0"},
			debiantest.Package{Name: "eager", Version: "1.0", Control: "Recommends: extra\n"},
			debiantest.Package{Name: "extra", Version: "1.0"},
			debiantest.Package{Name: "old", Version: "1.0"}, debiantest.Package{Name: "old", Version: "2.0"},
			debiantest.Package{Name: "stale", Version: "1.0"}, debiantest.Package{Name: "stale", Version: "2.0"},
			debiantest.Package{Name: "exact", Version: "1.0"}, debiantest.Package{Name: "exact", Version: "2.0"},
			debiantest.Package{Name: "back", Version: "1.0"}, debiantest.Package{Name: "back", Version: "2.0"},
			debiantest.Package{Name: "kept", Version: "1.0"},
			debiantest.Package{Name: "held", Version: "1.0"}, debiantest.Package{Name: "held", Version: "2.0"},
			debiantest.Package{Name: "user", Version: "1.0", Control: "Depends: base-of-it\n"},
			debiantest.Package{Name: "base-of-it", Version: "1.0"},
			debiantest.Package{Name: "provider", Version: "1.0", Control: "Provides: virtual\n"},
			conffile("gone"), conffile("purged"),
		)
		const install = "apt-get -qq update && apt-get -qqy install old=1.0 stale=1.0 back=2.0 kept held=1.0 user gone purged && apt-mark hold held"
		must(t, h.Run(install).Err())
	}}
}

func versions() []comparison {
	return []comparison{
		{
			module: "apt: state=present", task: "`packages.Set` with `Names`",
			ansible: `
- apt: {name: [new, kept]}
- apt: {name: old}
- apt: {name: exact=1.0}
`,
			ours: []tasks.Task{
				packages.Set{Names: []string{"new", "kept"}},
				packages.Set{Names: []string{"old"}},
				packages.Set{Names: []string{"exact=1.0"}},
			},
		},
		{
			module: "apt: state=latest", task: "`packages.Set` with `Latest`",
			ansible: `
- apt: {name: stale, state: latest}
`,
			ours: []tasks.Task{packages.Set{Latest: []string{"stale"}}},
		},
		{
			module: "apt: an older version", task: "`packages.Set` with `Names`",
			ansible: `
- apt: {name: back=1.0}
`,
			ours: []tasks.Task{packages.Set{Names: []string{"back=1.0"}}},
			differs: []difference{{
				why: "Ansible fails unless `allow_downgrade`; hrun makes it so: the version that is named is the one that is wanted.",
				in: found{
					check:                       {downgrade("     --simulate "), "changed"},
					first:                       {downgrade("      "), "changed"},
					second:                      {downgrade("      "), "ok"},
					"/opt/back":                 {"2.0\n", "1.0\n"},
					"/var/lib/dpkg/status back": {"install ok installed 2.0", "install ok installed 1.0"},
				},
			}},
		},
		{
			module: "apt: recommended packages", task: "`packages.Set`",
			ansible: `
- apt: {name: eager}
`,
			ours: []tasks.Task{packages.Set{Names: []string{"eager"}}},
			differs: []difference{{
				why: "Ansible leaves it to apt, which installs what a package recommends; with hrun, as with `install_recommends: false`, only `Recommends` does that.",
				in: found{
					"/opt/extra":                         {"- 755 0:0 1.0\n", "absent"},
					"/var/lib/apt/extended_states extra": {"1", "absent"},
					"/var/lib/dpkg/status extra":         {"install ok installed 1.0", "absent"},
				},
			}},
		},
	}
}

func holds() []comparison {
	return []comparison{
		{
			module: "dpkg_selections: selection=hold", task: "`packages.Set` with `Held`",
			ansible: `
- dpkg_selections: {name: kept, selection: hold}
`,
			ours: []tasks.Task{packages.Set{Held: []string{"kept"}}},
		},
		{
			module: "apt: state=latest of what is held", task: "`packages.Set` with `Latest`",
			ansible: `
- apt: {name: held, state: latest}
`,
			ours: []tasks.Task{packages.Set{Latest: []string{"held"}}},
		},
	}
}

func removals() []comparison {
	return []comparison{
		{
			module: "apt: state=absent, purge", task: "`packages.Set` with `Absent`, `Purge`",
			ansible: `
- apt: {name: base-of-it, state: absent}
- apt: {name: gone, state: absent}
- apt: {name: purged, state: absent, purge: true}
- apt: {name: never-there, state: absent}
`,
			ours: []tasks.Task{
				packages.Set{Absent: []string{"base-of-it"}},
				packages.Set{Absent: []string{"gone"}},
				packages.Set{Absent: []string{"purged"}, Purge: true},
				packages.Set{Absent: []string{"never-there"}},
			},
		},
	}
}

func refusals() []comparison {
	return []comparison{
		{
			module: "apt: an unknown package", task: "`packages.Set`",
			ansible: `
- apt: {name: never-heard-of}
`,
			ours: []tasks.Task{packages.Set{Names: []string{"never-heard-of"}}},
			differs: []difference{{
				why: "Both fail. In check, hrun foretells the installation and says that the lists at hand do not know the package: it would fetch them before it gives up, and check fetches nothing.",
				in:  found{check: {"failed: No package matching 'never-heard-of' is available", "changed"}},
			}},
		},
		{
			module: "apt: a virtual package", task: "`packages.Set`",
			ansible: `
- apt: {name: virtual}
`,
			ours: []tasks.Task{packages.Set{Names: []string{"virtual"}}},
			differs: []difference{{
				why: "Ansible installs the one package that provides it; hrun fails, because which one that is may change. Check foretells an installation, as for an unknown package.",
				in: found{
					first:                           {"changed", noVirtual},
					second:                          {"ok", noVirtual},
					"/opt/provider":                 {"- 755 0:0 1.0\n", "absent"},
					"/var/lib/dpkg/status provider": {"install ok installed 1.0", "absent"},
				},
			}},
		},
	}
}
