package files

import (
	"strings"
	"testing"
)

func TestRenderErrorsNameFileAndLine(t *testing.T) {
	for want, source := range map[string]string{
		`rendering template: a.tmpl:2:6: executing "a.tmpl" at <.Nope>: map has no entry for key "Nope"`: "one\ntwo {{.Nope}}\n",
		`hrun's own template is wrong: template: a.tmpl:1: function "nope" not defined`:                  "{{nope}}",
	} {
		if _, err := render("a.tmpl", source, map[string]string{}); err == nil || err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
	}
}

func TestRenderFillsIn(t *testing.T) {
	got, err := render("a.tmpl", "{{range .}}<{{.}}>{{end}}", []string{"a", "b c"})
	if err != nil || got != "<a><b c>" {
		t.Errorf("rendered %q, %v", got, err)
	}
}

func TestUnknownFile(t *testing.T) {
	if _, err := Render("nope", nil); err == nil || !strings.Contains(err.Error(), "nope.tmpl") {
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
