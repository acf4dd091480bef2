package facts

import (
	"fmt"
	"slices"
	"strings"
)

// Release is which operating system a host runs, as os-release(5) has it.
type Release struct {
	ID       string   `json:"id"`                 // lower case, such as "debian" or "alpine"; "linux" if the file does not say
	Version  string   `json:"version,omitempty"`  // VERSION_ID, such as "12"; empty for rolling releases
	Codename string   `json:"codename,omitempty"` // such as "bookworm"; empty where releases have none
	Like     []string `json:"like,omitempty"`     // ID_LIKE: what the system is closely related to, nearest first
	Name     string   `json:"name"`               // PRETTY_NAME, for people
}

// Is tells whether the system is, or is said to be like, one of these.
func (r Release) Is(ids ...string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return r.ID == id || slices.Contains(r.Like, id) })
}

// OS is the operating system's release.
func OS() Fact[Release] {
	return Fact[Release]{
		Name:  "os",
		Probe: "if [ -e /etc/os-release ]; then cat /etc/os-release; else cat /usr/lib/os-release; fi",
		Parse: parseRelease,
	}
}

func parseRelease(printed string) (Release, error) {
	r := Release{ID: "linux", Name: "Linux"}
	for line := range strings.Lines(printed) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return Release{}, fmt.Errorf("os-release has the line %q", line)
		}
		value = unquoted(value)
		switch key {
		case "ID":
			r.ID = value
		case "VERSION_ID":
			r.Version = value
		case "VERSION_CODENAME":
			r.Codename = value
		case "ID_LIKE":
			r.Like = strings.Fields(value)
		case "PRETTY_NAME":
			r.Name = value
		}
	}
	return r, nil
}

// unquoted takes off the quotes that a shell would, of a value in one piece.
func unquoted(v string) string {
	if len(v) < 2 || v[0] != v[len(v)-1] || v[0] != '"' && v[0] != '\'' {
		return v
	}
	double := v[0] == '"'
	v = v[1 : len(v)-1]
	if !double {
		return v
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\$`, `$`, "\\`", "`").Replace(v)
}
