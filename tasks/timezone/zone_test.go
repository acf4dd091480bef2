package timezone

import (
	"errors"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// machine makes a host that has two zones, a link /etc/localtime to target
// unless that is empty, and /etc/timezone with the name unless that is empty.
func machine(target, name string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		must(t, os.MkdirAll(root+database+"Etc", 0o755))
		must(t, os.MkdirAll(root+database+"Europe", 0o755))
		must(t, os.WriteFile(root+database+"Europe/Berlin", []byte("TZif2"), 0o644))
		must(t, os.WriteFile(root+database+"Etc/UTC", []byte("TZif2"), 0o644))
		must(t, os.Mkdir(root+"/etc", 0o755))
		if target != "" {
			must(t, os.Symlink(target, root+"/etc/localtime"))
		}
		if name != "" {
			must(t, os.WriteFile(root+"/etc/timezone", []byte(name+"\n"), 0o644))
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestZoneConforms(t *testing.T) {
	zone := func(name string) func(string) tasks.Task {
		return func(root string) tasks.Task { return Zone{Name: name, root: root} }
	}
	berlin := zone("Europe/Berlin")
	utc := database + "Etc/UTC"
	copied := func(t testing.TB, root string) {
		machine("", "Europe/Berlin")(t, root)
		must(t, os.WriteFile(root+"/etc/localtime", []byte("TZif2"), 0o644))
	}
	directory := func(t testing.TB, root string) {
		machine("", "")(t, root)
		must(t, os.Mkdir(root+"/etc/localtime", 0o755))
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "both", Task: berlin, Setup: machine(utc, "Etc/UTC")},
		taskstest.Case{Name: "link", Task: berlin, Setup: machine(utc, "Europe/Berlin")},
		taskstest.Case{Name: "no link", Task: berlin, Setup: machine("", "Europe/Berlin")},
		taskstest.Case{Name: "name", Task: berlin, Setup: machine(database+"Europe/Berlin", "Etc/UTC")},
		taskstest.Case{Name: "no name", Task: berlin, Setup: machine(utc, "")},
		taskstest.Case{Name: "a copy", Task: berlin, Setup: copied},
		taskstest.Case{Name: "in sync", Task: berlin, InSync: true, Setup: machine(database+"Europe/Berlin", "Europe/Berlin")},
		taskstest.Case{Name: "relative", Task: berlin, InSync: true, Setup: machine(".."+database+"Europe/Berlin", "")},
		taskstest.Case{Name: "unknown zone", Task: zone("Europe/Berlln"), Setup: machine(utc, ""), Refused: "Europe/Berlln is not in /usr/share/zoneinfo"},
		taskstest.Case{Name: "a region", Task: zone("Europe"), Setup: machine(utc, ""), Refused: "Europe is not in"},
		taskstest.Case{Name: "directory", Task: berlin, Setup: directory, Refused: "a directory, which no link replaces"},
		taskstest.Case{Name: "no database", Task: berlin, Refused: "directory", Setup: nil},
		taskstest.Case{Name: "no tzdata", Task: berlin, Refused: "install the package tzdata first",
			Setup: func(t testing.TB, root string) { must(t, os.Mkdir(root+"/etc", 0o755)) }},
	)
}

func TestZonePlans(t *testing.T) {
	berlin := Zone{Name: "Europe/Berlin"}
	taskstest.Plans(t, map[string]tasks.Task{"berlin": berlin})
	taskstest.Golden(t, "zone-probe", berlin.Probe())
}

func TestZoneUnknown(t *testing.T) {
	_, err := Zone{Name: "Mars/Olympus"}.Plan("unknown\nlink /x\nabsent\n")
	if missing := (*MissingError)(nil); !errors.As(err, &missing) || missing.Zone != "Mars/Olympus" || !missing.Database {
		t.Errorf("error is %v", err)
	}
}

func TestZoneValidate(t *testing.T) {
	for _, name := range []string{"", "/etc/passwd", "../../etc/passwd", "Europe/..", "-f", "Europe/ Berlin", "Europe/Berlin\n", "Europe//Berlin", "it's"} {
		z := Zone{Name: name}
		if z.Validate() == nil {
			t.Errorf("Validate accepts %q", name)
		}
		if _, err := z.Plan("known\nabsent\nabsent\n"); err == nil {
			t.Errorf("Plan accepts %q", name)
		}
	}
}
