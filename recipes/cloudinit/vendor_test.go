package cloudinit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// hook returns the script that writes the files, as cloud-init runs it.
func hook(t *testing.T, files ...cloudinit.File) sh.Script {
	t.Helper()
	got := seed(t, cloudinit.Instance{Name: "a", VendorFiles: files}).VendorData
	script, is := strings.CutPrefix(got, "#cloud-boothook\n")
	if !is || !strings.HasPrefix(script, "#!/bin/sh\n") {
		t.Fatalf("it begins with %.40q", got)
	}
	return sh.Script(script)
}

func TestVendorFilesAreWrittenOnce(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{"chown": `[ "$1" = root:root ]`})
		script := hook(t,
			cloudinit.File{Path: h.Root + "/it's/-n", Content: "it's $x\n"},
			cloudinit.File{Path: h.Root + "/key", Secret: sh.NewSecret("\x00\xff"), Mode: "0600"},
		)
		script = sh.Script(strings.Replace(string(script), "/var/lib/cloud/instance/sem", h.Root, 1))
		taskstest.Syntax(t, "hook", script)
		for range 2 {
			if r := h.Run(script); r.Err() != nil {
				t.Fatal(r.Err())
			}
			for name, want := range map[string]string{"it's/-n": "it's $x\n", "key": "\x00\xff"} {
				if got, err := os.ReadFile(filepath.Join(h.Root, name)); err != nil || string(got) != want {
					t.Errorf("%s: %s has %q, %v", kind, name, got, err)
				}
			}
			if info, err := os.Stat(filepath.Join(h.Root, "key")); err != nil || info.Mode() != 0o600 {
				t.Errorf("%s: the key has the mode %v, %v", kind, info.Mode(), err)
			}
		}
		if err := os.Remove(filepath.Join(h.Root, "key")); err != nil {
			t.Fatal(err)
		}
		if r := h.Run(script); r.Err() != nil {
			t.Error(r.Err())
		}
		if _, err := os.Stat(filepath.Join(h.Root, "key")); err == nil {
			t.Errorf("%s: what was removed since is back after another boot", kind)
		}
	}
}

func TestVendorDataOfSeveralForms(t *testing.T) {
	i := instance()
	i.VendorFiles = cloudinit.TrustedUserCA("ssh-ed25519 AAAA ca")
	taskstest.Text(t, "vendor-data.golden", seed(t, i).VendorData)
	i.VendorData = cloudinit.Config{}
	i.VendorFiles[0].Defer = true
	i.VendorFiles[1].Path = "a"
	if _, err := i.Seed(); err == nil || !strings.Contains(err.Error(), "deferred") || !strings.Contains(err.Error(), `"a" is not`) {
		t.Errorf("%v", err)
	}
}
