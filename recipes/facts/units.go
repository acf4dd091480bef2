package facts

import (
	"fmt"
	"strings"
)

// Unit is what systemd says about a unit.
type Unit struct {
	Load    string `json:"load,omitempty"`    // such as "loaded", "masked" or "not-found"; empty if it is only a file
	Active  string `json:"active,omitempty"`  // such as "active", "inactive" or "failed"
	Sub     string `json:"sub,omitempty"`     // such as "running" or "exited"
	Enabled string `json:"enabled,omitempty"` // such as "enabled", "disabled" or "static"; empty if it has no file
}

// Units are the units of a host by their full names, such as "ssh.service".
// It fails on a host that was not booted with systemd.
func Units() Fact[map[string]Unit] {
	return Fact[map[string]Unit]{Name: "units", Parse: parseUnits, Probe: `systemctl list-units --all --plain --full --no-legend --no-pager &&
echo -- &&
systemctl list-unit-files --full --no-legend --no-pager`}
}

func parseUnits(printed string) (map[string]Unit, error) {
	units := map[string]Unit{}
	files := false
	for line := range strings.Lines(printed) {
		f := strings.Fields(line)
		switch {
		case len(f) == 1 && f[0] == "--":
			files = true
		case files && len(f) >= 2:
			u := units[f[0]]
			u.Enabled = f[1]
			units[f[0]] = u
		case !files && len(f) >= 4:
			units[f[0]] = Unit{Load: f[1], Active: f[2], Sub: f[3]}
		default:
			return nil, fmt.Errorf("systemctl printed %q", line)
		}
	}
	if !files {
		return nil, fmt.Errorf("systemctl printed %q", printed)
	}
	return units, nil
}
