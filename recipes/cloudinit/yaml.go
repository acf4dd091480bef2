package cloudinit

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cloud-init reads with PyYAML, which is of YAML 1.1: there "no" is false, and
// 52:54:00:12:34:56 a number to the base of sixty. So what is written is
// written here, with everything quoted that some reader may misunderstand.

// node is a value of a YAML document. It renders itself to follow a key or the
// dash of a list, with a space or on lines of its own.
type node interface{ yaml(indent string) string }

// word is a number or a boolean.
type word string

func (w word) yaml(string) string { return " " + string(w) + "\n" }

// text is a string.
type text string

// plain is what is a string in every YAML, unless it is one of words.
var plain = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9/_.+@-]*( [A-Za-z0-9/_.+@-]+)*$`)

// words is what YAML 1.1 takes for a boolean or for nothing
// (yaml.org/type/bool.html, null.html).
var words = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null)$`)

// inLine returns the string as it can stand anywhere, also as a key.
func (t text) inLine() string {
	s := string(t)
	if plain.MatchString(s) && !words.MatchString(s) || !utf8.ValidString(s) { // the last is for render to refuse
		return s
	}
	return strconv.Quote(string(t))
}

func (t text) yaml(indent string) string {
	if !literal(string(t)) {
		return " " + t.inLine() + "\n"
	}
	var b strings.Builder
	b.WriteString(" |\n")
	for line := range strings.Lines(string(t)) {
		if line != "\n" {
			b.WriteString(indent)
		}
		b.WriteString(line)
	}
	return b.String()
}

// literal tells whether s can be written as a block of lines: it has whole
// ones, and nothing that a block would lose.
func literal(s string) bool {
	lines, whole := strings.CutSuffix(s, "\n")
	if !whole || lines == "" || strings.HasSuffix(lines, "\n") || strings.ContainsAny(lines[:1], " \t\n") {
		return false
	}
	return !strings.ContainsFunc(lines, func(r rune) bool { return r != '\t' && r != '\n' && !unicode.IsPrint(r) })
}

// list is a sequence of values.
type list []node

func (l list) yaml(indent string) string {
	if len(l) == 0 {
		return " []\n"
	}
	var b strings.Builder
	for _, item := range l {
		inner := item.yaml(indent + "  ")
		b.WriteString(indent + "-")
		if rest, own := strings.CutPrefix(inner, "\n"+indent+"  "); own {
			inner = " " + rest // the first key goes beside the dash
		}
		b.WriteString(inner)
	}
	return "\n" + b.String()
}

// mapping is keys with their values, in the order in which they were added.
type mapping []struct {
	key   text
	value node
}

func (m mapping) yaml(indent string) string {
	if len(m) == 0 {
		return " {}\n"
	}
	var b strings.Builder
	for _, entry := range m {
		inner := indent + "  "
		if _, is := entry.value.(list); is {
			inner = indent
		}
		b.WriteString(indent + entry.key.inLine() + ":" + entry.value.yaml(inner))
	}
	return "\n" + b.String()
}

// render returns the document. Bytes that are no text have no place in it.
func render(document node) (string, error) {
	out := strings.TrimLeft(document.yaml(""), " \n")
	if !utf8.ValidString(out) {
		return "", errors.New("some of it is not text")
	}
	return out, nil
}
