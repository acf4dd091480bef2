package cli

import (
	"encoding"
	"fmt"
	"go/token"
	"net/netip"
	"reflect"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// parameter is one parameter of a recipe as a person sees it.
type parameter struct {
	name, kind, value string
	declared          string // the type that says what it is for, as for "go doc"; empty if that cannot be looked up
}

// parametersOf returns the parameters of a recipe, which are its fields, with
// those of nested structs after their own: "backends[].port".
func parametersOf(defaults recipes.Recipe) []parameter {
	return fieldsOf("", reflect.Indirect(reflect.ValueOf(defaults)))
}

func fieldsOf(prefix string, v reflect.Value) []parameter {
	if v.Kind() != reflect.Struct {
		return nil
	}
	var all []parameter
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		name, ok := inventory.ParameterName(field)
		if !ok {
			if field.Anonymous && field.IsExported() {
				all = append(all, fieldsOf(prefix, value)...)
			}
			continue
		}
		all = append(all, parameter{prefix + name, kindOf(field.Type), valueOf(value), declaredIn(v.Type())})
		suffix := "."
		if value.Kind() == reflect.Slice {
			value, suffix = reflect.Zero(field.Type.Elem()), "[]."
		}
		if value.Kind() == reflect.Struct && !isText(value.Type()) {
			all = append(all, fieldsOf(prefix+name+suffix, value)...)
		}
	}
	return all
}

// declaredIn returns the name of a type with its package's path, if "go doc"
// finds it under that.
func declaredIn(t reflect.Type) string {
	if !token.IsExported(t.Name()) || t.PkgPath() == "main" {
		return ""
	}
	return t.PkgPath() + "." + t.Name()
}

// isText says whether values of the type are written as one word or line.
func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// kindOf names a type for people.
func kindOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "duration"
	case t == reflect.TypeFor[netip.Prefix]():
		return "address/length"
	case t == reflect.TypeFor[netip.AddrPort]():
		return "address:port"
	case t == reflect.TypeFor[netip.Addr]():
		return "address"
	case isText(t):
		return strings.ToLower(t.Name())
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "yes or no"
	case reflect.Slice:
		return "list of " + kindOf(t.Elem())
	case reflect.Map:
		return "mapping to " + kindOf(t.Elem())
	case reflect.Struct:
		return "mapping"
	case reflect.Float32, reflect.Float64:
		return "number"
	default:
		return "whole number"
	}
}

// valueOf prints a default; "-" stands for nothing.
func valueOf(v reflect.Value) string {
	if v.Kind() == reflect.Bool {
		if v.Bool() {
			return "yes"
		}
		return "no"
	}
	if v.IsZero() || v.Kind() == reflect.Struct && !isText(v.Type()) {
		return "-"
	}
	if v.Kind() == reflect.Slice && !isText(v.Type()) { // a list of mappings as YAML's short form would have it
		items := make([]string, v.Len())
		for i := range items {
			items[i] = strings.NewReplacer("{", "", "}", "").Replace(fmt.Sprint(v.Index(i).Interface()))
		}
		return strings.Join(items, ", ")
	}
	return fmt.Sprint(v.Interface())
}
