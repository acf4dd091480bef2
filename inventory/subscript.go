package inventory

import (
	"fmt"
	"regexp"
	"strconv"
)

// subscript is what Ansible takes for one; other brackets belong to a glob.
const subscript = `^(.+)\[(?:(-?[0-9]+)|([0-9]+)[:-]([0-9]*))\]$`

// splitSubscript splits the subscript off a part and returns what applies it.
func splitSubscript(part string) (name string, choose func([]string) []string, err error) {
	groups := regexp.MustCompile(subscript).FindStringSubmatch(part)
	if groups == nil || part[0] == '~' {
		return part, func(names []string) []string { return names }, nil
	}
	one := groups[2] != ""
	from, err := strconv.Atoi(groups[2] + groups[3])
	to := from
	if err == nil && !one {
		to = -1
		if groups[4] != "" {
			to, err = strconv.Atoi(groups[4])
		}
	}
	if err != nil {
		return "", nil, fmt.Errorf("pattern %q: %w", part, err)
	}
	return groups[1], func(names []string) []string {
		first, last := from, to
		if first < 0 {
			first += len(names)
		}
		if last < 0 {
			last += len(names)
		}
		if first < 0 || first >= len(names) || last < first {
			return nil
		}
		return names[first : min(last, len(names)-1)+1]
	}, nil
}
