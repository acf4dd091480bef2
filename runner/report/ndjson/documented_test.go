package ndjson

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// Whatever can be printed is described, below the heading of its kind.
func TestEveryKeyIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), "\n## ")
	sections := map[string]string{"": parts[0]}
	for _, part := range parts[1:] {
		kind, _, _ := strings.Cut(strings.TrimPrefix(part, "`"), "`")
		sections[kind] = part
	}
	for kind, objects := range map[string][]any{
		"":        {head{}},
		"task":    {task{}, step{}},
		"host":    {host{}},
		"exec":    {exec{}},
		"warning": {warning{}},
		"facts":   {facts{}},
		"summary": {summary{}, counts{}},
	} {
		for _, object := range objects {
			for _, key := range keys(reflect.TypeOf(object)) {
				if section := sections[kind]; !strings.Contains(section, "`"+key+"`") && !strings.Contains(section, `"`+key+`"`) {
					t.Errorf("docs/json.md does not say below %q what %q is", kind, key)
				}
			}
		}
	}
}

// keys returns the JSON names of an object's own fields.
func keys(of reflect.Type) (names []string) {
	for i := range of.NumField() {
		if name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
	}
	return names
}
