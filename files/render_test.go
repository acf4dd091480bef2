package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// motd is what the templates under test are filled in with.
type motd struct {
	Host  string
	Rules []string
}

func (motd) Fails() (string, error) { return "", errors.New("no such rule") }

func TestErrorsNameFileAndLine(t *testing.T) {
	fsys := func(body string) fstest.MapFS {
		return fstest.MapFS{"etc/a.tmpl": {Data: []byte(body)}, "part": {Data: []byte("\n\n{{.Nope}}")}}
	}
	for _, c := range []struct {
		body string
		data any
		want TemplateError
		says string
	}{
		{"one\ntwo {{.Nope}}\n", map[string]string{}, TemplateError{File: "etc/a.tmpl", Line: 2, Column: 7, At: ".Nope"},
			`etc/a.tmpl:2:7: {{.Nope}}: map has no entry for key "Nope"`},
		{"one\n\n{{if .Host}}{{.Hots}}{{end}}", motd{Host: "a"}, TemplateError{File: "etc/a.tmpl", Line: 3, Column: 15, At: ".Hots"},
			`etc/a.tmpl:3:15: {{.Hots}}: can't evaluate field Hots in type files.motd`},
		{"\n{{template \"part\" .}}", motd{}, TemplateError{File: "part", Line: 3, Column: 3, At: ".Nope"},
			`part:3:3: {{.Nope}}: can't evaluate field Nope in type files.motd`},
		{"\n{{.Fails}}", motd{}, TemplateError{File: "etc/a.tmpl", Line: 2, Column: 3, At: ".Fails"},
			`etc/a.tmpl:2:3: {{.Fails}}: error calling Fails: no such rule`},
		{"\n{{nope}}", motd{}, TemplateError{File: "etc/a.tmpl", Line: 2}, `etc/a.tmpl:2: function "nope" not defined`},
		{"\n\n{{if}}", motd{}, TemplateError{File: "etc/a.tmpl", Line: 3}, `etc/a.tmpl:3: missing value for if`},
		{"{{template \"none\"}}", motd{}, TemplateError{File: "etc/a.tmpl", Line: 1, Column: 12, At: `template "none"`}, `etc/a.tmpl:1:12: {{template "none"}}: template "none" not defined`},
	} {
		_, err := RenderFS(fsys(c.body), "etc/a.tmpl", c.data, "part")
		var got *TemplateError
		if !errors.As(err, &got) || !strings.Contains(got.Error(), c.says) {
			t.Errorf("%q: error is %v, want %s", c.body, err, c.says)
			continue
		}
		if got.File != c.want.File || got.Line != c.want.Line || got.Column != c.want.Column || got.At != c.want.At || errors.Unwrap(got) == nil {
			t.Errorf("%q: %+v, want %+v", c.body, got, c.want)
		}
	}
}

func TestRenderFillsIn(t *testing.T) {
	const want = "# Written by hrun for a; changes are lost.\nWelcome to a.\n- b\n- c d\n"
	data := motd{"a", []string{"b", "c d"}}
	if got, err := RenderFS(os.DirFS("testdata/templates"), "motd.tmpl", data, "parts/header.tmpl"); err != nil || got != want {
		t.Errorf("rendered %q, %v", got, err)
	}
	absolute, err := filepath.Abs("testdata/templates/misspelt.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{absolute, "testdata/templates/misspelt.tmpl"} {
		if got, err := RenderFile(path, map[string]string{"Hots": "a"}); err != nil || got != "Welcome\nto a.\n" {
			t.Errorf("rendered %q, %v", got, err)
		}
		if _, err := RenderFile(path, data); err == nil || !strings.HasPrefix(err.Error(), path+":2:6: {{.Hots}}: ") {
			t.Errorf("error is %v", err)
		}
	}
}

func TestUnknownFile(t *testing.T) {
	if _, err := Render("nope", nil); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "nope.tmpl") {
		t.Errorf("error is %v", err)
	}
	if _, err := RenderFile("/nowhere/a", nil); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "/nowhere/a") {
		t.Errorf("error is %v", err)
	}
	if _, err := Text("ocf/nope"); err == nil || !strings.Contains(err.Error(), "ocf/nope") {
		t.Errorf("error is %v", err)
	}
}

// A template that asks for a field that a role does not have fails, too.
func TestTemplatesAskForWhatIsThere(t *testing.T) {
	for _, name := range []string{"haproxy.cfg", "corosync.conf"} {
		if out, err := Render(name, struct{}{}); err == nil || !strings.Contains(err.Error(), name+".tmpl:") {
			t.Errorf("%s rendered from nothing: %v\n%s", name, err, out)
		}
	}
}
