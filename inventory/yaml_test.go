package inventory

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseYAML(t *testing.T) {
	for written, want := range map[string]string{
		"":                    "null",
		"# a comment":         "null",
		"---\na: 1\n":         `{"a":1}`,
		"a: 1\n---\n":         `{"a":1}`,
		"{\"a\": [1]}":        `{"a":[1]}`,
		"a: &x {b: 1}\nc: *x": `{"a":{"b":1},"c":{"b":1}}`,
		"a: &x {b: 1}\nc: &y {d: 2}\ne: {<<: [*x, *y], d: 3}": `{"a":{"b":1},"c":{"d":2},"e":{"b":1,"d":3}}`,
		"1: a\ntrue: b":               `{"1":"a","true":"b"}`,
		"a: !unsafe [{b: '{{ c }}'}]": `{"a":[{"b":"{{ c }}"}]}`,
		"a: .inf\nb: .nan":            `{"a":".inf","b":".nan"}`,
		"a: |\n  one\n  two\n":        `{"a":"one\ntwo\n"}`,
		"a:\r\n  b: 1\r\n":            `{"a":{"b":1}}`,
	} {
		got, err := json.Marshal(newValue("v", mustParse(t, written)))
		if err != nil || string(got) != want {
			t.Errorf("%q: %s, %v\nwant %s", written, got, err, want)
		}
	}
}

func TestParseYAMLFaults(t *testing.T) {
	for written, want := range map[string]string{
		"a:\n  b:\n    c:\nd:\n    e:\n  f: 1": "f:6: value is not allowed in this context (is this line, or one above it, indented otherwise than its neighbours?)",
		"a:\n\tb: 1":                           "f:2: found character '\t' that cannot start any token (YAML is indented by spaces, never by tabs)",
		"a: 1\n---\nb: 2":                      "f:3: a second document; one is allowed",
		"a: *x":                                "f:1: there is no anchor &x",
		"\na: {<<: 1}":                         "f:2: << needs a mapping, not a number",
		"\n\na: {<<: [[1]]}":                   "f:3: << needs a mapping, not a number",
	} {
		if _, err := parseYAML([]byte(written), place{file: "f"}); err == nil || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", written, err, want)
		}
	}
}

// Aliases of aliases must neither eat the memory nor never end.
func TestParseYAMLBombs(t *testing.T) {
	bomb := "a0: &a0 [x]\n"
	for i := range 9 {
		level, before := string(rune('1'+i)), "*a"+string(rune('0'+i))
		bomb += "a" + level + ": &a" + level + " [" + strings.Repeat(before+", ", 9) + before + "]\n"
	}
	for _, written := range []string{bomb, "a: &a [*a]", strings.Repeat("[", 500) + strings.Repeat("]", 500)} {
		if _, err := parseYAML([]byte(written), place{file: "f"}); err == nil || !strings.Contains(err.Error(), "too deeply nested or too large") {
			t.Errorf("%.40s: %v", written, err)
		}
	}
}
