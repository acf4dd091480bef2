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

	others    []string // units of the same type, if there is no such unit
	resources []string // lines of the cluster's configuration
}

// parse reads what the probe printed: "NAME=VALUE", units with their states in
// columns, and elements of XML, a line each.
func parse(got string) (now status, err error) {
	values := make(map[string]string)
	for line := range strings.Lines(got) {
		line = strings.TrimSpace(line)
		name, value, property := strings.Cut(line, "=")
		switch {
		case strings.HasPrefix(line, "<"):
			now.resources = append(now.resources, line)
		case property:
			values[name] = value
		case line != "":
			now.others = append(now.others, strings.Fields(line)[0])
		}
	}
	for _, p := range properties {
		if _, ok := values[p]; !ok {
			return status{}, fmt.Errorf("systemctl printed no %s", p)
		}
	}
	now.load, now.active, now.sub, now.file = values["LoadState"], values["ActiveState"], values["SubState"], values["UnitFileState"]
	now.stale = values["NeedDaemonReload"] == "yes"
	return now, nil
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
