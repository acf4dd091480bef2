package files_test

import (
	"embed"
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/files"
)

func ExampleText() {
	agent, err := files.Text("ocf/haproxy")
	fmt.Println(strings.SplitN(agent, "\n", 2)[0], err)
	// Output: #!/bin/sh <nil>
}

func ExampleRender() {
	_, err := files.Render("corosync.conf", map[string]string{})
	fmt.Println(err)
	// Output: corosync.conf.tmpl:7:19: {{.Cluster}}: map has no entry for key "Cluster"
}

// Templates lie beside the recipe, and are a part of its program.
//
//go:embed testdata/templates
var templates embed.FS

// Motd is what the template asks for: a misspelt field here does not compile.
type Motd struct {
	Host  string
	Rules []string
}

func ExampleRenderFS() {
	body, err := files.RenderFS(templates, "testdata/templates/misspelt.tmpl", Motd{Host: "node01"})
	fmt.Println(body, err)

	var wrong *files.TemplateError
	if errors.As(err, &wrong) {
		fmt.Println("see line", wrong.Line, "of", wrong.File)
	}
	// Output:
	// testdata/templates/misspelt.tmpl:2:6: {{.Hots}}: can't evaluate field Hots in type files_test.Motd
	// see line 2 of testdata/templates/misspelt.tmpl
}

func ExampleRenderFile() {
	body, err := files.RenderFile("testdata/templates/parts/header.tmpl", Motd{Host: "node01"})
	fmt.Println(body, err)
	// Output: # Written by hrun for node01; changes are lost. <nil>
}
