package systemd

import (
	"fmt"
	"strings"
)

// properties are the ones that a probe asks for. None of them is a time or a
// process id, so the same state prints the same bytes.
var properties = []string{"LoadState", "ActiveState", "SubState", "UnitFileState", "NeedDaemonReload"}

// status is what systemd knows of a unit, in its own words.
type status struct {
	load   string // LoadState
	active string // ActiveState
	sub    string // SubState
	file   string // UnitFileState; empty for a unit without a file
	stale  bool   // files on disk are newer than what systemd has read
}

// parse reads what "systemctl show" printed.
func parse(got string) (status, error) {
	values := make(map[string]string)
	for line := range strings.Lines(got) {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\n"), "=")
		values[name] = value
	}
	for _, p := range properties {
		if _, ok := values[p]; !ok {
			return status{}, fmt.Errorf("systemctl printed no %s", p)
		}
	}
	return status{
		load:   values["LoadState"],
		active: values["ActiveState"],
		sub:    values["SubState"],
		file:   values["UnitFileState"],
		stale:  values["NeedDaemonReload"] == "yes",
	}, nil
}

// running counts a unit that re-reads its configuration as running, and one
// that is being started, perhaps again and again, as not running yet.
func (s status) running() bool {
	return s.active == "active" || s.active == "reloading" || s.active == "refreshing"
}

func (s status) stopped() bool { return s.active == "inactive" || s.active == "failed" }

// state is the active state, with the finer one where it tells more.
func (s status) state() string {
	if s.sub == "" || s.sub == s.active || s.active == "inactive" {
		return s.active
	}
	return s.active + " (" + s.sub + ")"
}

// mask is a Mask, or "masked-runtime": a mask that does not outlive the boot.
func (s status) mask() string {
	if s.load == "masked" || strings.HasPrefix(s.file, "masked") {
		if s.file == "masked-runtime" {
			return s.file
		}
		return string(Masked)
	}
	return string(Unmasked)
}
