package inventory

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
)

// maxRange bounds how many hosts one pattern may stand for.
const maxRange = 65536

// expandHosts reads a host of an inventory, such as node[01:03].example:2222,
// and returns the names and the port, 0 if none is given.
func expandHosts(pattern string) (names []string, port int, err error) {
	name, port, err := splitPort(pattern)
	if err != nil {
		return nil, 0, err
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return []string{name}, port, nil
	}
	names, err = expandRanges(name)
	if err != nil {
		return nil, 0, fmt.Errorf("host %q: %w", pattern, err)
	}
	for _, n := range names {
		if n == "" || strings.ContainsAny(n, " ,[]{}'\"") || strings.ContainsFunc(n, unicode.IsControl) {
			return nil, 0, fmt.Errorf("%q is not a host name", n)
		}
	}
	return names, port, nil
}

// splitPort splits name:port and [address]:port. A bare IPv6 address has no port.
func splitPort(s string) (name string, port int, err error) {
	if _, err := netip.ParseAddr(s); err == nil {
		return s, 0, nil
	}
	colon := strings.LastIndexByte(s, ':')
	if inner, ok := bracketedAddress(s); ok {
		return inner, 0, nil
	}
	if colon < 0 || strings.LastIndexByte(s, ']') > colon {
		return s, 0, nil
	}
	port, err = strconv.Atoi(s[colon+1:])
	if err != nil || port < 1 || port > 65535 {
		return "", 0, fmt.Errorf("host %q: port %q is not a number from 1 to 65535", s, s[colon+1:])
	}
	if inner, ok := bracketedAddress(s[:colon]); ok {
		return inner, port, nil
	}
	return s[:colon], port, nil
}

func bracketedAddress(s string) (string, bool) {
	inner, opened := strings.CutPrefix(s, "[")
	inner, closed := strings.CutSuffix(inner, "]")
	_, err := netip.ParseAddr(inner)
	return inner, opened && closed && err == nil
}

// expandRanges expands every [first:last] and [first:last:step] of a name.
func expandRanges(name string) ([]string, error) {
	open := strings.IndexByte(name, '[')
	if open < 0 {
		return []string{name}, nil
	}
	end := strings.IndexByte(name[open:], ']')
	if end < 0 {
		return nil, fmt.Errorf("a bracket is not closed")
	}
	middle, err := expandRange(name[open+1 : open+end])
	if err != nil {
		return nil, err
	}
	tails, err := expandRanges(name[open+end+1:])
	if err != nil {
		return nil, err
	}
	if len(middle)*len(tails) > maxRange {
		return nil, fmt.Errorf("it stands for more than %d hosts", maxRange)
	}
	var all []string
	for _, m := range middle {
		for _, t := range tails {
			all = append(all, name[:open]+m+t)
		}
	}
	return all, nil
}

func expandRange(s string) ([]string, error) {
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 || parts[1] == "" {
		return nil, fmt.Errorf("range [%s] is not [first:last] or [first:last:step]", s)
	}
	step := 1
	if len(parts) == 3 {
		var err error
		if step, err = strconv.Atoi(parts[2]); err != nil || step < 1 {
			return nil, fmt.Errorf("range [%s]: the step is not a number above 0", s)
		}
	}
	first, last := parts[0], parts[1]
	if first == "" {
		first = "0"
	}
	from, to, show, err := rangeEnds(first, last)
	if err != nil {
		return nil, fmt.Errorf("range [%s]: %w", s, err)
	}
	if from > to {
		return nil, fmt.Errorf("range [%s] ends before it begins", s)
	}
	if (to-from)/step >= maxRange {
		return nil, fmt.Errorf("range [%s] stands for more than %d hosts", s, maxRange)
	}
	var all []string
	for i := from; i <= to; i += step {
		all = append(all, show(i))
	}
	return all, nil
}

// letters is what a range of letters runs over, in Ansible's order.
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// rangeEnds returns the ends as numbers, and what shows a number as it stands
// in a name.
func rangeEnds(first, last string) (from, to int, show func(int) string, err error) {
	if len(first) == 1 && len(last) == 1 && strings.Contains(letters, first) && strings.Contains(letters, last) {
		return strings.Index(letters, first), strings.Index(letters, last), func(i int) string { return letters[i : i+1] }, nil
	}
	a, errFirst := strconv.ParseUint(first, 10, 31)
	b, errLast := strconv.ParseUint(last, 10, 31)
	if errFirst != nil || errLast != nil {
		return 0, 0, nil, fmt.Errorf("the ends are neither two numbers nor two letters")
	}
	width := 0
	if len(first) > 1 && first[0] == '0' {
		if len(first) != len(last) {
			return 0, 0, nil, fmt.Errorf("with leading zeros both ends must be of one length")
		}
		width = len(first)
	}
	return int(a), int(b), func(i int) string { return fmt.Sprintf("%0*d", width, i) }, nil
}
