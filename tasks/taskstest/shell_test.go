package taskstest

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// What scripts may rely on: these are the runner's promises.
func TestShellIsLikeTheRunners(t *testing.T) {
	for _, kind := range append(Kinds(), "ash") {
		h := NewHost(t, kind, map[string]string{"where": `echo "$PATH" | sed 's|.*:/usr/local/sbin|/usr/local/sbin|'`})
		for script, want := range map[sh.Script]Result{
			"where":                            {Stdout: basePath + "\n"},
			"pwd; umask; echo $LC_ALL":         {Stdout: "/\n0022\nC\n"},
			"cat; exit 7":                      {Status: 7},
			"x=1; echo out; echo err >&2":      {Stdout: "out\n", Stderr: "err\n"},
			`test -d "$ROOT" && echo $((6*7))`: {Stdout: "42\n"},
			"kill -KILL $$":                    {Status: 137},
			"# a comment at the end":           {},
		} {
			if got := h.Run(script); got != want {
				t.Errorf("%s: %s: got %+v, want %+v", kind, script, got, want)
			}
		}
	}
}

func TestKindsHaveTheirTools(t *testing.T) {
	const gnu = `if cp --help 2>&1 | grep -q BusyBox; then echo busybox; else echo gnu; fi`
	for kind, want := range map[string]string{"dash": "gnu\n", "busybox": "busybox\n", "ash": "gnu\n"} {
		if got := NewHost(t, kind, nil).Run(gnu).Stdout; got != want {
			t.Errorf("%s has the tools of %q, want %q", kind, got, want)
		}
	}
}
