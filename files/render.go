// Package files holds the files that roles put on hosts: templates, which
// [Render] fills in, and programs, which [Text] returns as they are.
package files

import (
	"embed"
	"fmt"
	"strings"
	"text/template"
)

//go:embed *.tmpl ocf/*
var embedded embed.FS

// Render fills in the template of that name, e.g. "haproxy.cfg", with data: a
// struct or a map. What a template asks for must be there; the error names the
// template's file, line and column. Nothing is quoted: who renders a file knows
// what its format allows, and checks that first.
func Render(name string, data any) (string, error) {
	source, err := Text(name + ".tmpl")
	if err != nil {
		return "", err
	}
	return render(name+".tmpl", source, data)
}

// Text returns the file of that name, e.g. "ocf/haproxy".
func Text(name string) (string, error) {
	body, err := embedded.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("there is no file %s in hrun", name)
	}
	return string(body), nil
}

func render(name, source string, data any) (string, error) {
	t, err := template.New(name).Option("missingkey=error").Parse(source)
	if err != nil {
		return "", fmt.Errorf("hrun's own template is wrong: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return "", fmt.Errorf("rendering %w", err)
	}
	return b.String(), nil
}
