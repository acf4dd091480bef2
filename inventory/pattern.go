package inventory

import (
	"fmt"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Match returns the hosts that a pattern matches by their names in the
// inventory, never by their addresses. Parts are separated by commas or colons:
// all or *, a host, a group, a glob over both (*, ?, [a-z]), ~REGEX over both,
// each with [0], [-1], [0:2] (the end is included) or [1:] to choose from what
// it matches, and @FILE with a part a line. Hosts of the plain parts come
// first; then &PART keeps what is in both; then !PART takes away. A pattern of
// only such parts starts from all.
//
// It is a [*NoMatchError] if nothing is left, and also if a part without
// wildcards names nothing, because a misspelt !PART would exclude nobody.
func (inv *Inventory) Match(pattern string) ([]Host, error) {
	parts, err := splitPattern(pattern)
	if err != nil {
		return nil, err
	}
	if parts, err = readPatternFiles(parts); err != nil {
		return nil, err
	}
	m := matcher{inv: inv}
	var union, both, without []string
	for _, part := range parts {
		switch part[0] {
		case '&':
			both = append(both, part[1:])
		case '!':
			without = append(without, part[1:])
		default:
			union = append(union, part)
		}
	}
	if len(union) == 0 {
		union = []string{all}
	}
	var names []string
	for _, part := range union {
		for _, name := range m.match(part) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, part := range both {
		kept := m.match(part)
		names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(kept, name) })
	}
	for _, part := range without {
		dropped := m.match(part)
		names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(dropped, name) })
	}
	if m.err != nil {
		return nil, m.err
	}
	if len(names) == 0 {
		return nil, &NoMatchError{Pattern: pattern}
	}
	hosts := make([]Host, len(names))
	for i, name := range names {
		hosts[i] = inv.hosts[inv.byName[name]]
	}
	return hosts, nil
}

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

// matcher matches the parts of a pattern and keeps the first error.
type matcher struct {
	inv *Inventory
	err error
}

func (m *matcher) match(part string) []string {
	names, err := m.matchPart(part)
	if err != nil && m.err == nil {
		m.err = err
	}
	return names
}

func (m *matcher) matchPart(part string) ([]string, error) {
	name, choose, err := splitSubscript(part)
	if err != nil {
		return nil, err
	}
	names, err := m.named(name)
	if err != nil {
		return nil, err
	}
	if names, err = choose(names); err != nil {
		return nil, fmt.Errorf("pattern %q: %w", part, err)
	}
	return names, nil
}

// named returns the hosts of the groups, and the hosts, that a name, a glob or
// a regular expression matches. A group goes before a host of its name.
func (m *matcher) named(name string) ([]string, error) {
	if name == "*" {
		name = all
	}
	expression, err := regexpOf(name)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", name, err)
	}
	if expression == nil {
		if hosts, ok := m.inv.group(name); ok {
			return namesOf(hosts), nil
		}
		if _, ok := m.inv.byName[name]; ok {
			return []string{name}, nil
		}
		return nil, &NoMatchError{Pattern: name, Nearest: nearest(name, slices.Concat(m.inv.Groups(), m.inv.names()))}
	}
	var found []string
	for _, group := range m.inv.tree.names {
		if expression.MatchString(group) {
			hosts, _ := m.inv.group(group)
			found = append(found, namesOf(hosts)...)
		}
	}
	for _, host := range m.inv.names() {
		if expression.MatchString(host) {
			found = append(found, host)
		}
	}
	return unique(found), nil
}

// subscript is what Ansible takes for one; other brackets belong to a glob.
const subscript = `^(.+)\[(?:(-?[0-9]+)|([0-9]+)[:-]([0-9]*))\]$`

// splitSubscript splits the subscript off a part and returns what applies it.
func splitSubscript(part string) (name string, choose func([]string) ([]string, error), err error) {
	groups := regexp.MustCompile(subscript).FindStringSubmatch(part)
	if groups == nil || part[0] == '~' {
		return part, func(names []string) ([]string, error) { return names, nil }, nil
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
	return groups[1], func(names []string) ([]string, error) {
		first, last := from, to
		if first < 0 {
			first += len(names)
		}
		if last < 0 {
			last += len(names)
		}
		if first < 0 || first >= len(names) || last < first {
			return nil, fmt.Errorf("there are %d hosts, the subscript chooses none of them", len(names))
		}
		return names[first:min(last+1, len(names))], nil
	}, nil
}

// regexpOf returns the expression of a glob or of ~REGEX, nil for a plain name.
// A glob must match the whole name, a regular expression its beginning.
func regexpOf(name string) (*regexp.Regexp, error) {
	if written, ok := strings.CutPrefix(name, "~"); ok {
		return regexp.Compile(`^(?:` + written + `)`)
	}
	if !strings.ContainsAny(name, "*?[") {
		return nil, nil
	}
	var out strings.Builder
	for i := 0; i < len(name); i++ {
		switch c := name[i]; c {
		case '*':
			out.WriteString(`.*`)
		case '?':
			out.WriteString(`.`)
		case '[':
			class, length := globClass(name[i:])
			out.WriteString(class)
			i += length - 1
		default:
			out.WriteString(regexp.QuoteMeta(name[i : i+1]))
		}
	}
	return regexp.Compile(`^(?:` + out.String() + `)$`)
}

// globClass reads a class such as [a-c] or [!0-9] that s begins with.
func globClass(s string) (class string, length int) {
	from := 1
	if strings.HasPrefix(s[1:], "!") {
		from = 2
	}
	if from >= len(s) {
		return `\[`, 1
	}
	end := strings.IndexByte(s[from+1:], ']') // a ] that comes first belongs to the class
	if end < 0 {
		return `\[`, 1
	}
	end += from + 1
	inner := strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, `^`, `\^`, `&`, `\&`).Replace(s[from:end])
	if from == 2 {
		inner = "^" + inner
	}
	return "[" + inner + "]", end + 1
}

func namesOf(hosts []Host) []string {
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.Name
	}
	return names
}

func unique(names []string) []string {
	var once []string
	for _, name := range names {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}
