package packages

import (
	"slices"
	"strings"
)

// sample says what a Debian host prints, or one with the set's manager.
func sample(s Set) (before, after string) {
	m := s.Manager
	if m == "" {
		m = APT
	}
	var was, is strings.Builder
	was.WriteString(string(m) + "\n")
	is.WriteString(string(m) + "\n")
	for _, spec := range slices.Concat(s.Names, s.Latest, s.Held) {
		n, v, exact := strings.Cut(spec, "=")
		if !exact {
			v = "1.0"
			for _, other := range s.Names {
				if rest, found := strings.CutPrefix(other, n+"="); found {
					v = rest
				}
			}
		}
		selection := "install"
		if slices.Contains(s.Held, n) {
			selection = "hold"
		}
		is.WriteString(n + "||installed|" + v + "|" + selection + "\n")
	}
	for _, n := range s.Absent {
		was.WriteString(n + "||installed|1.0|install\n")
	}
	return was.String(), is.String()
}
