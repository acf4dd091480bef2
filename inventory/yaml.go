package inventory

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML reads one YAML (or JSON) document. Nothing at all is null.
func parseYAML(data []byte, at place) (node, error) {
	at.line = 1
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		var syntax yaml.Error
		if at.sealed { // it would quote the text
			return node{}, at.faultf("what is encrypted there is not YAML")
		}
		if errors.As(err, &syntax) {
			at.line = syntax.GetToken().Position.Line
			return node{}, at.faultf("%s%s", syntax.GetMessage(), likely(syntax.GetMessage()))
		}
		return node{}, at.faultf("not YAML: %w", err)
	}
	r := yamlReader{at: at, anchors: map[string]ast.Node{}}
	result := node{place: at}
	for i, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if i > 0 && result.kind != null {
			at.line = doc.Body.GetToken().Position.Line
			return node{}, at.faultf("a second document; one is allowed")
		}
		if result, err = r.read(doc.Body, 0); err != nil {
			return node{}, err
		}
	}
	return result, nil
}

// likely returns the usual reason for what the parser says in terms of its own.
func likely(message string) string {
	switch {
	case strings.Contains(message, "not allowed in this context"):
		return " (is this line, or one above it, indented otherwise than its neighbours?)"
	case strings.Contains(message, "'\t'"):
		return " (YAML is indented by spaces, never by tabs)"
	}
	return ""
}

// yamlReader turns the library's tree into nodes.
type yamlReader struct {
	at      place
	anchors map[string]ast.Node
	count   int // of nodes read, to bound what aliases can blow up
}

const (
	maxYAMLDepth = 200
	maxYAMLNodes = 1_000_000
)

func (r *yamlReader) place(n ast.Node) place {
	at := r.at
	if t := n.GetToken(); t != nil && t.Position != nil {
		at.line = t.Position.Line
	}
	return at
}

func (r *yamlReader) read(n ast.Node, depth int) (node, error) {
	if n == nil {
		return node{place: r.at}, nil
	}
	at := r.place(n)
	if r.count++; depth > maxYAMLDepth || r.count > maxYAMLNodes {
		return node{}, at.faultf("too deeply nested or too large")
	}
	switch n := n.(type) {
	case *ast.NullNode:
		return node{place: at}, nil
	case *ast.BoolNode:
		return node{place: at, kind: boolean, text: n.GetToken().Value}, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return node{place: at, kind: number, text: n.GetToken().Value}, nil
	case *ast.StringNode:
		return plainString(n, at), nil
	case *ast.LiteralNode:
		return node{place: at, kind: text, text: n.Value.Value}, nil
	case *ast.AnchorNode:
		r.anchors[n.Name.GetToken().Value] = n.Value
		return r.read(n.Value, depth+1)
	case *ast.AliasNode:
		name := n.Value.GetToken().Value
		target, ok := r.anchors[name]
		if !ok && at.sealed { // it is the rest of a secret that begins with a star
			return node{}, at.faultf("there is no such anchor as is named there; a text that begins with * needs quotes")
		}
		if !ok {
			return node{}, at.faultf("there is no anchor &%s", name)
		}
		return r.read(target, depth+1)
	case *ast.TagNode:
		return r.readTagged(n, depth)
	case *ast.SequenceNode:
		result := node{place: at, kind: list}
		for _, item := range n.Values {
			value, err := r.read(item, depth+1)
			if err != nil {
				return node{}, err
			}
			result.items = append(result.items, value)
		}
		return result, nil
	case *ast.MappingNode:
		return r.readMapping(n.Values, at, depth)
	case *ast.MappingValueNode:
		return r.readMapping([]*ast.MappingValueNode{n}, at, depth)
	}
	return node{}, at.faultf("%s cannot stand in an inventory", n.Type())
}

// plainString reads a string. Unquoted yes, no, on and off are YAML 1.1's
// booleans, which is what Ansible's files are written in.
func plainString(n *ast.StringNode, at place) node {
	if n.Token.Type == token.StringType {
		if _, ok := parseBool(n.Value); ok {
			return node{place: at, kind: boolean, text: n.Value}
		}
	}
	return node{place: at, kind: text, text: n.Value}
}

func (r *yamlReader) readTagged(n *ast.TagNode, depth int) (node, error) {
	value, err := r.read(n.Value, depth+1)
	if err != nil {
		return node{}, err
	}
	switch tag := n.Start.Value; tag {
	case "!vault", "!vault-encrypted":
		value.kind = vault
	case "!unsafe":
		value = untemplated(value)
	case "!!str":
		value.kind = text
	}
	return value, nil
}

// untemplated marks every text in the node as not being a template.
func untemplated(n node) node {
	if n.kind == text {
		n.kind = verbatim
	}
	for i := range n.items {
		n.items[i] = untemplated(n.items[i])
	}
	for i := range n.pairs {
		n.pairs[i].value = untemplated(n.pairs[i].value)
	}
	return n
}

func (r *yamlReader) readMapping(values []*ast.MappingValueNode, at place, depth int) (node, error) {
	result := node{place: at, kind: mapping}
	var merged []entry
	for _, v := range values {
		value, err := r.read(v.Value, depth+1)
		if err != nil {
			return node{}, err
		}
		keyAt := r.place(v.Key)
		if value.kind == null || value.kind >= list {
			value.place = keyAt // not where its first item stands
		}
		if v.Key.IsMergeKey() {
			from, err := mergeKey(value)
			if err != nil {
				return node{}, keyAt.faultf("%w", err)
			}
			merged = append(merged, from...)
			continue
		}
		key, err := r.read(v.Key, depth+1)
		if err != nil {
			return node{}, err
		}
		if key.kind >= list {
			return node{}, keyAt.faultf("a key must be a single value, not %s", key.kind)
		}
		if _, twice := result.get(key.text); twice {
			return node{}, keyAt.faultf("key %q stands here twice", key.text)
		}
		result.pairs = append(result.pairs, entry{keyAt, key.text, value})
	}
	for _, e := range merged {
		if _, own := result.get(e.key); !own {
			result.pairs = append(result.pairs, e)
		}
	}
	return result, nil
}

// mergeKey returns the pairs that << brings in.
func mergeKey(value node) ([]entry, error) {
	switch value.kind {
	case mapping:
		return value.pairs, nil
	case list:
		var all []entry
		for _, item := range value.items {
			pairs, err := mergeKey(item)
			if err != nil {
				return nil, err
			}
			all = append(all, pairs...)
		}
		return all, nil
	}
	return nil, fmt.Errorf("<< needs a mapping, not %s", value.kind)
}
