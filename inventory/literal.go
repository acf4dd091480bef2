package inventory

import (
	"slices"
	"strconv"
	"strings"
)

// parseBool reads what YAML 1.1, INI files and Ansible take for a boolean.
func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off":
		return false, true
	}
	return false, false
}

// parseLiteral reads s as a Python literal: None, True, False, numbers,
// strings, and lists, tuples, sets and dicts of them. Anything else is the text
// itself, as Ansible's INI files have it (Python's ast.literal_eval).
func parseLiteral(s string, at place) node {
	if n, ok := literal(s, at); ok {
		return n
	}
	return node{place: at, kind: text, text: s}
}

// literal reads a Python literal and reports whether s is one.
func literal(s string, at place) (node, bool) {
	r := literalReader{rest: s, at: at}
	n, ok := r.value(0)
	if !ok {
		return node{}, false
	}
	if r.atEnd() {
		return n, true
	}
	// A tuple needs no brackets: 1, 2
	all := node{place: at, kind: list, items: []node{n}}
	for r.take(",") {
		if r.atEnd() {
			return all, true
		}
		if n, ok = r.value(0); !ok {
			return node{}, false
		}
		all.items = append(all.items, n)
	}
	return all, r.atEnd()
}

type literalReader struct {
	rest string
	at   place
}

const maxLiteralDepth = 100

func (r *literalReader) skip() { r.rest = strings.TrimLeft(r.rest, " \t\r\n") }

// atEnd skips space and reports whether nothing but a comment is left.
func (r *literalReader) atEnd() bool {
	r.skip()
	return r.rest == "" || r.rest[0] == '#' && !strings.Contains(r.rest, "\n")
}

// take skips space and then the prefix, if it is there.
func (r *literalReader) take(prefix string) bool {
	r.skip()
	rest, ok := strings.CutPrefix(r.rest, prefix)
	r.rest = rest
	return ok
}

func (r *literalReader) value(depth int) (node, bool) {
	r.skip()
	if depth > maxLiteralDepth || r.rest == "" {
		return node{}, false
	}
	switch r.rest[0] {
	case '[':
		return r.list("[", "]", depth)
	case '(':
		return r.list("(", ")", depth)
	case '{':
		return r.braces(depth)
	}
	if n, ok := r.strings(); ok {
		return n, true
	}
	sign := ""
	if r.rest[0] == '-' || r.rest[0] == '+' {
		sign, r.rest = r.rest[:1], r.rest[1:]
		r.skip()
	}
	end := strings.IndexAny(r.rest, " \t\r\n,:]})#")
	if end < 0 {
		end = len(r.rest)
	}
	word := r.rest[:end]
	r.rest = r.rest[end:]
	if sign != "" {
		return node{place: r.at, kind: number, text: sign + word}, isNumber(word)
	}
	switch word {
	case "None":
		return node{place: r.at}, true
	case "True", "False":
		return node{place: r.at, kind: boolean, text: strings.ToLower(word)}, true
	}
	return node{place: r.at, kind: number, text: word}, isNumber(word)
}

// isNumber reports whether Python reads the word as an int or a float without a
// sign. Unlike Go it does not take 0644 for a number.
func isNumber(digits string) bool {
	if digits == "" || digits[0] != '.' && (digits[0] < '0' || digits[0] > '9') {
		return false
	}
	if _, err := strconv.ParseInt(digits, 0, 64); err == nil {
		return digits[0] != '0' || strings.Trim(digits, "0_") == "" || strings.ContainsAny(digits[1:2], "xXoObB")
	}
	if strings.ContainsAny(digits, "xXpP") {
		return false
	}
	_, err := strconv.ParseFloat(strings.ReplaceAll(digits, "_", ""), 64)
	return err == nil && strings.ContainsAny(digits, ".eE")
}

func (r *literalReader) list(open, end string, depth int) (node, bool) {
	r.take(open)
	all := node{place: r.at, kind: list}
	for !r.take(end) {
		n, ok := r.value(depth + 1)
		if !ok {
			return node{}, false
		}
		all.items = append(all.items, n)
		comma := r.take(",")
		if !comma && !strings.HasPrefix(r.rest, end) {
			return node{}, false
		}
		if open == "(" && !comma && len(all.items) == 1 {
			return n, r.take(end) // (x) is x, (x,) is a tuple
		}
	}
	return all, true
}

// braces reads a dict or, without colons, a set.
func (r *literalReader) braces(depth int) (node, bool) {
	r.take("{")
	dict, set := node{place: r.at, kind: mapping}, node{place: r.at, kind: list}
	for !r.take("}") {
		key, ok := r.value(depth + 1)
		if !ok || key.kind >= list {
			return node{}, false
		}
		if r.take(":") {
			value, ok := r.value(depth + 1)
			if !ok {
				return node{}, false
			}
			dict.pairs = slices.DeleteFunc(dict.pairs, func(e entry) bool { return e.key == key.text })
			dict.pairs = append(dict.pairs, entry{r.at, key.text, value})
		} else {
			set.items = append(set.items, key)
		}
		if !r.take(",") && !strings.HasPrefix(r.rest, "}") {
			return node{}, false
		}
	}
	if len(set.items) > 0 {
		return set, len(dict.pairs) == 0
	}
	return dict, true
}
