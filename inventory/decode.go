package inventory

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// decoder fills Go values from nodes, strictly, and collects what does not
// fit. The YAML library decodes only its own trees, knows no snake_case and
// stops at the first fault; values from INI files and the command line must
// come out the same.
type decoder struct {
	variable string  // for the messages
	secrets  *keeper // nil: what is elsewhere is not read
	faults   []error
}

// decodeNode decodes a value for which only the cause of a failure matters.
func decodeNode(n node, into any) error {
	d := decoder{}
	d.decode(n, reflect.ValueOf(into).Elem(), "")
	var fault *ParameterError
	if err := errors.Join(d.faults...); errors.As(err, &fault) && fault.Cause != nil {
		return fault.Cause
	}
	return nil
}

func (d *decoder) fault(at place, name, nearest string, cause error) {
	d.faults = append(d.faults, &ParameterError{File: at.file, Line: at.line, Variable: d.variable, Name: name, Nearest: nearest, Cause: cause})
}

// decode fills into, which can be set. Nothing (null) leaves it as it is.
func (d *decoder) decode(n node, into reflect.Value, name string) {
	if n.kind == null {
		return
	}
	if into.Kind() == reflect.Pointer {
		value := reflect.New(into.Type().Elem())
		d.decode(n, value.Elem(), name)
		into.Set(value)
		return
	}
	_, isText := into.Addr().Interface().(encoding.TextUnmarshaler)
	if !isText {
		// Under [group:vars] a list is written as a string.
		if written, ok := literal(n.text, n.place); ok && n.kind == text && written.kind >= list {
			switch into.Kind() {
			case reflect.Struct, reflect.Map, reflect.Slice:
				n = written
			}
		}
		switch into.Kind() {
		case reflect.Struct:
			d.decodeStruct(n, into, name)
			return
		case reflect.Map:
			d.decodeMap(n, into, name)
			return
		case reflect.Slice:
			d.decodeSlice(n, into, name)
			return
		case reflect.Interface:
			if into.NumMethod() == 0 {
				if value := n.plain(name, false); value != nil {
					into.Set(reflect.ValueOf(value))
				}
				return
			}
		}
	}
	given := n
	if d.secrets != nil {
		var err error
		if n, err = d.secrets.open(given); err != nil {
			d.fault(given.place, name, "", err)
			return
		}
	}
	if err := decodeScalar(n, into); err != nil {
		if (n.secret || n.place.sealed || isSecret(name) || isSecret(d.variable)) && n.kind < list && err != errVault && err != errTemplate {
			err = errSecretValue
		}
		d.fault(n.place, name, "", err)
	}
}

var errSecretValue = errors.New("the value does not fit (it is not shown)")

func (d *decoder) decodeStruct(n node, into reflect.Value, name string) {
	if n.kind != mapping {
		err := fmt.Errorf("it must be a mapping, not %s", n.kind)
		if n.place.file == extraSource && n.kind == text && name == "" {
			err = fmt.Errorf("%w: what stands behind = is text; a mapping is given as -e '{%q: {…}}'", err, d.variable)
		}
		d.fault(n.place, name, "", err)
		return
	}
	known := map[string]reflect.Value{}
	names := fieldsOf(into, known)
	for _, e := range n.pairs {
		field, ok := known[e.key]
		if !ok {
			d.fault(e.place, join(name, e.key), nearest(e.key, names), nil)
			continue
		}
		d.decode(e.value, field, join(name, e.key))
	}
}

func (d *decoder) decodeMap(n node, into reflect.Value, name string) {
	if n.kind != mapping {
		d.fault(n.place, name, "", fmt.Errorf("it must be a mapping, not %s", n.kind))
		return
	}
	filled := reflect.MakeMapWithSize(into.Type(), len(n.pairs))
	for _, e := range n.pairs {
		key, value := reflect.New(into.Type().Key()).Elem(), reflect.New(into.Type().Elem()).Elem()
		d.decode(node{place: e.place, kind: verbatim, text: e.key}, key, join(name, e.key))
		d.decode(e.value, value, join(name, e.key))
		filled.SetMapIndex(key, value)
	}
	into.Set(filled)
}

func (d *decoder) decodeSlice(n node, into reflect.Value, name string) {
	if n.kind != list {
		d.fault(n.place, name, "", fmt.Errorf("it must be a list, not %s", n.kind))
		return
	}
	filled := reflect.MakeSlice(into.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		d.decode(item, filled.Index(i), fmt.Sprintf("%s[%d]", name, i))
	}
	into.Set(filled)
}

// decodeScalar decodes a single value, from the text as it is written.
func decodeScalar(n node, into reflect.Value) error {
	s, err := n.scalar()
	if err != nil {
		return err
	}
	switch target := into.Addr().Interface().(type) {
	case encoding.TextUnmarshaler:
		if err := target.UnmarshalText([]byte(s)); err != nil {
			return textFault(s, into, err)
		}
		return nil
	case *time.Duration:
		if *target, err = time.ParseDuration(s); err != nil {
			return fmt.Errorf("%q is not a duration, as 20s or 1m30s", s)
		}
		return nil
	}
	base := 10
	if n.kind == number {
		base = 0 // 0644 and 0x1f, as YAML and Python read them
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(s)
	case reflect.Bool:
		b, ok := parseBool(s)
		if !ok {
			return fmt.Errorf("%q is neither true nor false", s)
		}
		into.SetBool(b)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		i, err := strconv.ParseInt(strings.TrimSpace(s), base, into.Type().Bits())
		if err != nil {
			return numberFault(s, "a whole number", err)
		}
		into.SetInt(i)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		u, err := strconv.ParseUint(strings.TrimSpace(s), base, into.Type().Bits())
		if err != nil {
			return numberFault(s, "a whole number from 0", err)
		}
		into.SetUint(u)
	case reflect.Float32, reflect.Float64:
		f, err := strconv.ParseFloat(strings.TrimSpace(s), into.Type().Bits())
		if err != nil {
			return numberFault(s, "a number", err)
		}
		into.SetFloat(f)
	default:
		return fmt.Errorf("a %s cannot be set from an inventory", into.Type())
	}
	return nil
}

func numberFault(s, want string, err error) error {
	if errors.Is(err, strconv.ErrRange) {
		return fmt.Errorf("%s is out of range", s)
	}
	return fmt.Errorf("%q is not %s", s, want)
}

func join(outer, inner string) string {
	if outer == "" {
		return inner
	}
	return outer + "." + inner
}
