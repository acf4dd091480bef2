package cloudinit

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Cloud-init reads with PyYAML, which is of YAML 1.1: there "no" is false, "="
// a type of its own, and 52:54:00:12:34:56 a number to the base of sixty. So
// everything is quoted that some reader may misunderstand.

// node is a value of a YAML document.
type node interface{ yaml() (*yaml.Node, error) }

// word is a number or a boolean.
type word string

func (w word) yaml() (*yaml.Node, error) {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: string(w)}, nil
}

// text is a string.
type text string

// plain is what is a string in every YAML, unless it is one of words.
var plain = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9/_.+@-]*( [A-Za-z0-9/_.+@-]+)*$`)

// words is what YAML 1.1 takes for a boolean or for nothing
// (yaml.org/type/bool.html, null.html).
var words = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null)$`)

// Bytes that are no text have no place in a document.
func (t text) yaml() (*yaml.Node, error) {
	s := string(t)
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	switch {
	case !utf8.ValidString(s):
		return nil, errors.New("some of it is not text")
	case literal(s):
		n.Style = yaml.LiteralStyle
	case !plain.MatchString(s) || words.MatchString(s):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n, nil
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

func (l list) yaml() (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for _, item := range l {
		inner, err := item.yaml()
		if err != nil {
			return nil, err
		}
		n.Content = append(n.Content, inner)
	}
	return n, nil
}

// mapping is keys with their values, in the order in which they were added.
type mapping []struct {
	key   text
	value node
}

func (m mapping) yaml() (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, entry := range m {
		for _, part := range []node{entry.key, entry.value} {
			inner, err := part.yaml()
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, inner)
		}
	}
	return n, nil
}

// render returns the document.
func render(document node) (string, error) {
	n, err := document.yaml()
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	encoder.CompactSeqIndent()
	if err := encoder.Encode(n); err != nil {
		return "", err
	}
	return out.String(), encoder.Close()
}
