package packages

import (
	"strings"
	"testing"
)

// Check tells what comes along, and of what the lists lack that it cannot tell.
func TestPreviewOfInstallations(t *testing.T) {
	h := debian(t, "dash")
	if _, r := h.Apply(Set{Names: []string{"conf"}}); r.Err() != nil { // the lists are there now
		t.Fatal(r.Err())
	}
	for _, c := range []struct {
		set  Set
		want string
	}{
		{Set{Names: []string{"bb"}}, "installs aa 2.0-1\n"},
		{Set{Names: []string{"bb"}, Recommends: true}, "installs aa 2.0-1\ninstalls cc 1.0\n"},
		{Set{Names: []string{"nope"}}, "what comes and goes cannot be foreseen before the lists of packages are fetched:\nUnable to locate package nope\n"},
	} {
		change, err := h.Plan(c.set)
		if err != nil || len(change.Steps) != 1 {
			t.Fatal(change, err)
		}
		r := h.Run(change.Steps[0].Preview)
		if r.Err() != nil || !strings.HasSuffix(r.Stdout, c.want) {
			t.Errorf("%v: %v, %q, want %q", c.set.Names, r.Err(), r.Stdout, c.want)
		}
	}
}
