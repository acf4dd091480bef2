package inventory

import (
	"errors"
	"fmt"
)

var (
	errVault    = errors.New("it is encrypted with ansible-vault")
	errTemplate = errors.New("it holds a template {{ … }}, and templates are not evaluated; write the value, or tag it !unsafe if the braces are meant")
)

// NoMatchError says that a pattern matches no host.
type NoMatchError struct {
	Pattern string
	Nearest string // the host or group of the nearest name; empty if none is near

	// Of is how many hosts the subscript had to choose from; 0 if the pattern
	// matches nothing without its subscript.
	Of int
}

func (e *NoMatchError) Error() string {
	if e.Of > 0 {
		return fmt.Sprintf("pattern %q matches no host: of %d hosts the subscript chooses none", e.Pattern, e.Of)
	}
	return fmt.Sprintf("pattern %q matches no host%s", e.Pattern, suggestion(e.Nearest))
}

// EmptyGroupError says that a group does not exist or holds no host.
type EmptyGroupError struct {
	Group   string
	Exists  bool   // the group exists, but holds no host
	Nearest string // the group of the nearest name; empty if none is near
}

func (e *EmptyGroupError) Error() string {
	if e.Exists {
		return fmt.Sprintf("group %q has no hosts", e.Group)
	}
	return fmt.Sprintf("there is no group %q%s", e.Group, suggestion(e.Nearest))
}

// ParameterError says what is wrong with a parameter of a recipe, or with a
// part of a variable.
type ParameterError struct {
	File     string // "" if the variable was set by a program
	Line     int    // from 1; 0 if it has none, as on the command line
	Variable string // the recipe's name
	Name     string // the parameter within it, as "servers[0].port"; empty if the whole is meant
	Nearest  string // for an unknown parameter: the one of the nearest name
	Cause    error  // why the value does not fit; nil if the parameter is unknown
}

func (e *ParameterError) Error() string {
	var what string
	switch {
	case e.Cause == nil:
		what = fmt.Sprintf("unknown parameter %q%s", e.Name, suggestion(e.Nearest))
	case e.Name == "":
		what = e.Cause.Error()
	default:
		what = fmt.Sprintf("parameter %q: %v", e.Name, e.Cause)
	}
	return place{file: e.File, line: e.Line}.faultf("%s: %s", e.Variable, what).Error()
}

// Unwrap returns the cause.
func (e *ParameterError) Unwrap() error { return e.Cause }

func suggestion(nearest string) string {
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", nearest)
}
