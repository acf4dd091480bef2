package systemd

import (
	"fmt"
	"path"
	"strings"
)

// UnknownError says that the host has no unit of a name. An earlier task may
// be about to install it.
type UnknownError struct {
	Unit    string
	Nearest string // the unit of the host whose name is most like it; empty if none is
}

func (e *UnknownError) Error() string {
	if e.Nearest != "" {
		return fmt.Sprintf("unit %s is not installed: is %s meant?", e.Unit, e.Nearest)
	}
	return fmt.Sprintf("unit %s is not installed", e.Unit)
}

// full returns the name with the suffix that systemctl adds.
func full(name string) string {
	switch path.Ext(name) {
	case ".service", ".socket", ".device", ".mount", ".automount", ".swap", ".target", ".path", ".timer", ".slice", ".scope":
		return name
	}
	return name + ".service"
}

// nearest returns the candidate most like the name: at most a third of the
// letters before the suffix, and at least one, may have to be put in, taken out
// or replaced. It is empty if there is none.
func nearest(name string, candidates []string) string {
	best, bound := "", max(1, len(strings.TrimSuffix(name, path.Ext(name)))/3)
	for _, c := range candidates {
		if d := distance(name, c); d <= bound {
			best, bound = c, d-1
		}
	}
	return best
}

// distance returns how many bytes must be put in, taken out or replaced to turn
// a into b.
func distance(a, b string) int {
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now := make([]int, len(b)+1)
		now[0] = i
		for j := 1; j <= len(b); j++ {
			replace := last[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			now[j] = min(replace, last[j]+1, now[j-1]+1)
		}
		last = now
	}
	return last[len(b)]
}
