package inventory

import (
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
)

// splitPattern splits a pattern at commas, or at colons where it has none.
// Inside of brackets they do not count, nor does a colon in a regular
// expression or in an IPv6 address.
func splitPattern(pattern string) ([]string, error) {
	var parts []string
	for _, part := range splitOutside(pattern, ',') {
		part = strings.TrimSpace(part)
		bare := strings.TrimLeft(part, "!&")
		if _, err := netip.ParseAddr(bare); err == nil || strings.HasPrefix(bare, "~") || strings.HasPrefix(bare, "@") {
			parts = append(parts, part)
			continue
		}
		parts = append(parts, splitOutside(part, ':')...)
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
		if strings.Trim(part, "!& \t") == "" {
			return nil, fmt.Errorf("pattern %q: a part is empty", pattern)
		}
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("pattern %q is empty", pattern)
	}
	return parts, nil
}

// splitOutside splits s at a separator that is not in brackets.
func splitOutside(s string, separator byte) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case strings.IndexByte("[({", c) >= 0:
			depth++
		case strings.IndexByte("])}", c) >= 0:
			depth--
		case c == separator && depth <= 0:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// readPatternFiles puts the lines of @FILE in its place.
func readPatternFiles(parts []string) ([]string, error) {
	var all []string
	for _, part := range parts {
		path, ok := strings.CutPrefix(part, "@")
		if !ok {
			all = append(all, part)
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", part, err)
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			if line[0] == '@' {
				return nil, fmt.Errorf("pattern %q: the file names another file, %q", part, line)
			}
			more, err := splitPattern(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			all = append(all, more...)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("pattern %q: the file names no hosts", strings.Join(parts, ","))
	}
	return all, nil
}
