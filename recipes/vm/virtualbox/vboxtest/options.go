package vboxtest

import (
	"regexp"
	"strconv"
	"strings"
)

// kind is what follows an option.
type kind int

const (
	nothing kind = iota
	text
	number
	onOff
	uuid
)

// option is an option of a command; one that is indexed ends in a number, as
// --nic1.
type option struct {
	name    string
	kind    kind
	indexed bool
}

// given is an option, or a word that is none (with the name "").
type given struct {
	name  string
	index int
	value string
}

// words is a command line that is being read.
type words struct {
	left    []string
	options []option
}

// next returns what comes next, or false at the end.
func (w *words) next() (g given, more bool, r *refusal) {
	if len(w.left) == 0 {
		return g, false, nil
	}
	word := w.left[0]
	w.left = w.left[1:]
	if !strings.HasPrefix(word, "-") {
		return given{value: word}, true, nil
	}
	name, value, joined := strings.Cut(word, "=")
	for _, o := range w.options {
		index := 0
		if o.indexed {
			digits := strings.TrimPrefix(name, o.name)
			if index, _ = strconv.Atoi(digits); !strings.HasPrefix(name, o.name) || index == 0 {
				continue
			}
		} else if name != o.name {
			continue
		}
		if o.kind == nothing {
			return given{name: o.name}, true, nil
		}
		if !joined {
			if value, r = w.word(o.name); r != nil {
				return g, false, r
			}
		}
		if !o.kind.takes(value) {
			return g, false, wrong("Invalid argument format: %s", value)
		}
		return given{name: o.name, index: index, value: value}, true, nil
	}
	return g, false, wrong("Unknown option: %s", word)
}

// word returns a further argument of an option.
func (w *words) word(option string) (string, *refusal) {
	if len(w.left) == 0 {
		return "", wrong("%s: RTGetOpt: Command line option needs argument.", option)
	}
	value := w.left[0]
	w.left = w.left[1:]
	return value, nil
}

func (k kind) takes(value string) bool {
	switch k {
	case number:
		_, err := strconv.ParseUint(value, 0, 32)
		return err == nil
	case onOff:
		return value == "on" || value == "off"
	case uuid:
		return isUUID(value)
	}
	return true
}

var uuids = regexp.MustCompile(`(?i)^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$`)

func isUUID(s string) bool { return uuids.MatchString(s) }

// all reads a command line to its end. Of words that are no options there may
// be so many.
func all(args []string, most int, options ...option) (values map[string]string, rest []string, r *refusal) {
	values = map[string]string{}
	w := &words{left: args, options: options}
	for {
		g, more, r := w.next()
		switch {
		case r != nil:
			return nil, nil, r
		case !more:
			return values, rest, nil
		case g.name != "":
			values[g.name] = g.value
		case len(rest) == most:
			return nil, nil, wrong("Invalid parameter '%s'", g.value)
		default:
			rest = append(rest, g.value)
		}
	}
}
