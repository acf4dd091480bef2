package inventory

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// ParameterName returns the name under which an inventory sets a field of a
// recipe, and whether it can: its yaml tag or else its own name in snake_case
// (VIP is vip, AuthKey is auth_key). Unexported fields and those tagged "-"
// cannot be set; the fields of an embedded struct without a tag belong to the
// struct that embeds it, and it has no name itself.
func ParameterName(f reflect.StructField) (name string, ok bool) {
	tag, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	switch {
	case !f.IsExported() || tag == "-" || f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct:
		return "", false
	case tag != "":
		return tag, true
	}
	return snakeCase(f.Name), true
}

// fieldsOf puts the fields of a struct into known and returns their names, in
// order.
func fieldsOf(v reflect.Value, known map[string]reflect.Value) []string {
	var names []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if name, ok := ParameterName(f); ok {
			known[name] = v.Field(i)
			names = append(names, name)
		} else if f.IsExported() && f.Anonymous && f.Tag.Get("yaml") == "" {
			names = slices.Concat(names, fieldsOf(v.Field(i), known))
		}
	}
	return names
}

// snakeCase puts an underscore before each word of a Go name. Letters in a row
// that are all upper case are one word, with the s of a plural.
func snakeCase(s string) string {
	var out strings.Builder
	letters := []rune(s)
	for i, c := range letters {
		if unicode.IsUpper(c) && i > 0 {
			next := string(letters[i+1:])
			startsWord := next != "" && unicode.IsLower(letters[i+1]) && next != "s"
			if !unicode.IsUpper(letters[i-1]) || startsWord {
				out.WriteByte('_')
			}
		}
		out.WriteRune(unicode.ToLower(c))
	}
	return out.String()
}
