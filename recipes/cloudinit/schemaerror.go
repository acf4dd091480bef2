package cloudinit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// SchemaError is a fault that cloud-init finds in a cloud-config.
type SchemaError struct {
	File string // e.g. "user-data of hapx-node01"
	Line int    // 0 if it is not known
	Key  string // e.g. users.0; empty if it is about the whole
	Said string // what cloud-init says
}

func (e *SchemaError) Error() string {
	where := e.File
	if e.Line > 0 {
		where += fmt.Sprintf(", line %d", e.Line)
	}
	if e.Key != "" {
		where += ": " + e.Key
	}
	return where + ": " + e.Said
}

// refusal precedes the faults in what cloud-init prints, 22.4 and later.
const refusal = "Cloud config schema errors: "

var (
	// faultKey begins a fault: faults stand on one line, with commas between.
	faultKey = regexp.MustCompile(`(?:^|, )([A-Za-z_][\w.-]*): `)

	// harmless is what Python takes for a boolean.
	harmless = regexp.MustCompile(`^[01] is not of type 'boolean'$`)

	// located is the key of a fault in the text as such.
	located = regexp.MustCompile(`^format-l(\d+)\.c\d+$`)

	// index is the number of an item in a key.
	index = regexp.MustCompile(`\.(\d+)(\.|$)`)
)

// saidAtMost bounds what is shown of a fault: cloud-init repeats all of the
// item that it does not like.
const saidAtMost = 300

// judged returns the faults that cloud-init has told, but for those that do no
// harm.
func (f schemaFile) judged(said string) []error {
	_, told, refused := strings.Cut(said, refusal)
	if !refused {
		return []error{&SchemaError{File: f.String(), Said: shortened(said)}}
	}
	var faults []error
	begins := faultKey.FindAllStringSubmatchIndex(told, -1)
	for i, at := range begins {
		end := len(told)
		if i+1 < len(begins) {
			end = begins[i+1][0]
		}
		key, message := told[at[2]:at[3]], strings.TrimSpace(told[at[1]:end])
		if harmless.MatchString(message) {
			continue
		}
		e := &SchemaError{File: f.String(), Key: key, Said: shortened(message)}
		if in := located.FindStringSubmatch(key); in != nil {
			e.Line, _ = strconv.Atoi(in[1])
			e.Key = ""
		} else {
			e.Line = f.line(key)
		}
		faults = append(faults, e)
	}
	if len(begins) == 0 {
		return []error{&SchemaError{File: f.String(), Said: shortened(told)}}
	}
	return faults
}

// line returns the line of a key, or 0.
func (f schemaFile) line(key string) int {
	for strings.Contains(key, ".") && index.MatchString(key) {
		key = index.ReplaceAllString(key, "[$1]$2")
	}
	at, err := yaml.PathString("$." + key)
	if err != nil {
		return 0
	}
	node, err := at.ReadNode(strings.NewReader(f.text))
	if err != nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

func shortened(said string) string {
	said = strings.TrimSpace(said)
	if len(said) > saidAtMost {
		return strings.ToValidUTF8(said[:saidAtMost], "") + "…"
	}
	return said
}
