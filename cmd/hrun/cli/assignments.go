package cli

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// assignments tells the assignments of variables that a file may keep from
// those that hold secrets, of which it keeps the names of the variables. Files
// are kept by their path.
func (w *work) assignments(p *Program, recipes, extra []string) (kept, withheld []string, err error) {
	var secret []string // variables of recipes that have secrets
	for i, written := range recipes {
		r, err := p.recipe(written)
		if err != nil {
			return nil, nil, err
		}
		if len(secretsIn(reflect.ValueOf(w.recipes[i]))) > 0 {
			secret = append(secret, r.variable())
		}
	}
	values := w.secretValues()
	for _, assignment := range extra {
		if path, ok := strings.CutPrefix(strings.TrimSpace(assignment), "@"); ok {
			if path, err = filepath.Abs(path); err != nil {
				return nil, nil, err
			}
			kept = append(kept, "@"+path)
			continue
		}
		names, err := assigned(assignment)
		if err != nil {
			return nil, nil, err
		}
		holds := func(value string) bool { return value != "" && strings.Contains(assignment, value) }
		again := func(name string) bool { return slices.Contains(secret, name) || slices.Contains(withheld, name) } // a later one wins, and must stay the later
		if slices.ContainsFunc(names, again) || slices.ContainsFunc(values, holds) {
			withheld = append(withheld, names...)
			continue
		}
		kept = append(kept, assignment)
	}
	slices.Sort(withheld)
	return kept, slices.Compact(withheld), nil
}

// assigned returns the names of the variables that one -e sets.
func assigned(assignment string) ([]string, error) {
	inv, err := inventory.New(inventory.Host{Name: "any"})
	if err == nil {
		inv, err = inv.WithExtra(assignment)
	}
	if err != nil {
		return nil, err
	}
	host, _ := inv.Host("any")
	return slices.Sorted(maps.Keys(host.Vars)), nil
}

// secretValues returns what of the work is secret, as it is and as JSON writes
// it.
func (w *work) secretValues() []string {
	all := w.known()
	for _, h := range w.inv.Hosts() {
		all = append(all, sh.NewSecret(string(h.Connection.Password)), sh.NewSecret(string(h.Connection.Become.Password)))
	}
	for _, s := range w.play.Stages {
		for _, h := range s.Hosts {
			for _, work := range h.Work {
				if knows, ok := work.Task.(tasks.Secretive); ok {
					all = append(all, knows.Secrets()...)
				}
			}
		}
	}
	var values []string
	for _, s := range all {
		value := s.Reveal()
		quoted, _ := json.Marshal(value) // a string always can be
		values = append(values, value, string(quoted[1:len(quoted)-1]))
	}
	return values
}

// secretsIn returns the secrets that are in a value, such as a recipe.
func secretsIn(v reflect.Value) []sh.Secret {
	if v.IsValid() && v.CanInterface() {
		if s, ok := v.Interface().(sh.Secret); ok {
			if s.IsZero() {
				return nil
			}
			return []sh.Secret{s}
		}
	}
	var all []sh.Secret
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return secretsIn(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, secretsIn(v.Field(i))...)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			all = append(all, secretsIn(v.Index(i))...)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			all = append(all, secretsIn(v.MapIndex(key))...)
		}
	}
	return all
}
