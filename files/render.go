// Package files holds the files that roles put on hosts: templates, which
// [Render] fills in, and programs, which [Text] returns as they are. Templates
// of one's own are filled in by [RenderFS] and [RenderFile], in the same way.
//
// A template is one of [text/template]. It gets a struct, whose fields and
// methods it may use, and asks for nothing that is not there: a misspelt field
// is a [TemplateError] that names file, line and column, while the recipe is
// built and before any host is contacted. Nothing is quoted: who renders a file
// knows what its format allows, and checks that first.
package files

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed *.tmpl ocf/*
var embedded embed.FS

// Render fills in the template of that name that hrun has, e.g. "haproxy.cfg",
// with data, a struct or a map.
func Render(name string, data any) (string, error) { return RenderFS(embedded, name+".tmpl", data) }

// RenderFS fills in the template name of a file system, such as an [embed.FS],
// with data, a struct or a map. The template may use the further templates of
// the file system that are named in parts, by these names:
//
//	{{template "parts/header.tmpl" .}}
//
// The error is an [*io/fs.PathError] for a file that cannot be read, or else a
// [*TemplateError].
func RenderFS(fsys fs.FS, name string, data any, parts ...string) (string, error) {
	return render(func(name string) ([]byte, error) { return fs.ReadFile(fsys, name) }, name, data, parts)
}

// RenderFile is [RenderFS] for files of the machine that hrun runs on. Paths
// that are not absolute begin at the working directory.
func RenderFile(path string, data any, parts ...string) (string, error) {
	return render(os.ReadFile, filepath.ToSlash(path), data, parts)
}

// Text returns the file of that name, e.g. "ocf/haproxy".
func Text(name string) (string, error) {
	body, err := embedded.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("there is no file %s in hrun", name)
	}
	return string(body), nil
}

func render(read func(string) ([]byte, error), name string, data any, parts []string) (string, error) {
	t := template.New(name).Option("missingkey=error")
	for i, file := range append([]string{name}, parts...) {
		source, err := read(file)
		if err != nil {
			return "", fmt.Errorf("template: %w", err)
		}
		part := t
		if i > 0 {
			part = t.New(file)
		}
		if _, err := part.Parse(string(source)); err != nil {
			return "", templateError(file, err)
		}
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return "", templateError(name, err)
	}
	return b.String(), nil
}
