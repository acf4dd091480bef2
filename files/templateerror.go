package files

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// TemplateError says what is wrong with a template, or what it asks for that
// its data does not have.
type TemplateError struct {
	File   string // as it was named
	Line   int    // from 1; 0 if it is not known
	Column int    // from 1, in bytes; 0 if it is not known
	At     string // what the template says there, e.g. ".Name"; may be empty
	Err    error  // the error of text/template as it is
	cause  string
}

func (e *TemplateError) Error() string {
	at := e.File
	if e.Line > 0 {
		at += fmt.Sprintf(":%d", e.Line)
	}
	if e.Column > 0 {
		at += fmt.Sprintf(":%d", e.Column)
	}
	if e.At != "" {
		at += ": {{" + e.At + "}}"
	}
	return at + ": " + e.cause
}

// Unwrap returns the error of text/template.
func (e *TemplateError) Unwrap() error { return e.Err }

// place is how the errors of text/template begin: "NAME:LINE: " when a template
// is parsed, and `NAME:LINE:COLUMN: executing "NAME" at <.Field>: ` when it is
// executed, where the column counts from 0.
var place = regexp.MustCompile(`(?s)^template: (.+?):(\d+)(?::(\d+))?: (?:executing "(?:[^"\\]|\\.)*" at <(.*?)>: )?(.*)$`)

func templateError(file string, err error) *TemplateError {
	e := &TemplateError{File: file, Err: err, cause: strings.TrimPrefix(err.Error(), "template: ")}
	m := place.FindStringSubmatch(err.Error())
	if m == nil {
		return e
	}
	e.File, e.At, e.cause = m[1], strings.TrimSuffix(strings.TrimPrefix(m[4], "{{"), "}}"), m[5]
	e.Line, _ = strconv.Atoi(m[2]) // digits, by the expression
	if m[3] != "" {
		column, _ := strconv.Atoi(m[3])
		e.Column = column + 1
	}
	return e
}
