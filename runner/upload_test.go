package runner_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// parcel is a toy task: a file whose digest is that of a local one.
type parcel struct {
	Path string
	From tasks.Upload
	Do   sh.Script // instead of the right remedy
}

func (p parcel) String() string { return "parcel " + filepath.Base(p.Path) }

func (p parcel) Probe() sh.Script {
	return "if [ -e " + sh.Word(p.Path) + " ]; then sha256sum <" + sh.Word(p.Path) + "; else echo absent; fi"
}

func (p parcel) Plan(got string) (c tasks.Change, err error) {
	was, _, _ := strings.Cut(strings.TrimSpace(got), " ")
	do := p.Do
	if do == "" {
		do = `mv "$hrun_upload" ` + sh.Word(p.Path)
	}
	c.Differ("content", was, p.From.SHA256, do)
	for i := range c.Steps {
		c.Steps[i].Upload = &p.From
	}
	return c, nil
}

// local makes a local file and says how it is uploaded.
func (l *lab) local(body string) tasks.Upload {
	l.t.Helper()
	path := filepath.Join(l.dir, "a local file")
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		l.t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(body))
	return tasks.Upload{Path: path, Size: int64(len(body)), SHA256: hex.EncodeToString(sum[:])}
}

// staging has uploads go to a directory of their own, and returns what is
// left there.
func staging(t *testing.T) (left func() []string) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	return func() []string {
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
}

func TestUpload(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", 1<<18)
	for name, c := range map[string]struct {
		do      sh.Script
		results string
		err     string
	}{
		"moved":    {"", "cell before=changed parcel p=changed cell after=changed", ""},
		"copied":   {`cp "$hrun_upload" $1`, "cell before=changed parcel p=changed cell after=changed", ""},
		"ignored":  {"true", "cell before=changed parcel p=failed cell after=skipped", "applied without error"},
		"fails":    {"exit 3", "cell before=changed parcel p=failed cell after=skipped", "status 3"},
		"lost":     {"kill -9 $$", "cell before=changed parcel p=failed cell after=skipped", "signal KILL"},
		"too long": {sh.Script(": " + strings.Repeat("x", 2<<20) + "\n" + `cp "$hrun_upload" $1`), "cell before=changed parcel p=changed cell after=changed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, "a")
			left := staging(t)
			to := l.path("a", "p")
			p := parcel{Path: to, From: l.local(body), Do: sh.Script(strings.ReplaceAll(string(c.do), "$1", sh.Quote(to)))}
			rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
				h.Do(cell{Path: l.path("a", "before"), Want: "1"}, p, cell{Path: l.path("a", "after"), Want: "1"})
			}))
			if got := rec.results(); got != c.results || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%v: %s", err, got)
			}
			if names := left(); names != nil {
				t.Errorf("left behind: %v", names)
			}
			if c.err == "" && l.read("a", "p") != body {
				t.Error("another file has arrived")
			}
		})
	}
}

func TestUploadIsNotSentInCheckNorInSync(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	from := l.local("body\n")
	if err := os.Remove(from.Path); err != nil {
		t.Fatal(err)
	}
	st := l.stage("s", func(h *recipes.Host) { h.Do(parcel{Path: l.path("a", "p"), From: from}) })
	if rec, _, err := l.run(true, st); err != nil || rec.results() != "parcel p=planned" {
		t.Errorf("check: %v %s", err, rec.results())
	}
	l.write("a", "p", "body\n")
	if rec, _, err := l.run(false, st); err != nil || rec.results() != "parcel p=ok" {
		t.Errorf("apply: %v %s", err, rec.results())
	}
}

// What was planned with one file is not done with another.
func TestUploadOfAFileThatHasChangedIsRefused(t *testing.T) {
	for name, body := range map[string]string{"longer": "body\n\n", "shorter": "body", "other": "ybod\n"} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, "a")
			left := staging(t)
			from := l.local("body\n")
			if err := os.WriteFile(from.Path, []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
				h.Do(parcel{Path: l.path("a", "p"), From: from, Do: "touch " + sh.Word(l.path("a", "done"))})
			}))
			var changed *runner.ChangedFileError
			if !errors.As(err, &changed) || changed.Path != from.Path {
				t.Error(err)
			}
			if got := l.read("a", "done"); !strings.Contains(got, "no such file") || left() != nil {
				t.Errorf("done all the same (%q), or left behind: %v", got, left())
			}
		})
	}
}

func TestUploadTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	var said []string
	r := &runner.Runner{Dialer: local.Dialer{}, Reporter: report.Func(func(e report.Event) {
		if e.Kind == report.Progress && e.Task == "parcel p" && e.Line != "" {
			said = append(said, e.Line)
		}
	})}
	st := l.stage("s", func(h *recipes.Host) {
		h.Do(parcel{Path: l.path("a", "p"), From: l.local(strings.Repeat("x", 20<<20))})
	})
	if _, err := r.Run(t.Context(), []*recipes.Stage{st}); err != nil {
		t.Fatal(err)
	}
	if len(said) < 2 || said[0] != "uploaded 0 of 20 MiB" || said[len(said)-1] != "uploaded 20 of 20 MiB" {
		t.Errorf("said %q", said)
	}
}

// asNobody has the host's work done by another user, who may do so only below
// the host's directory.
func (l *lab) asNobody(host int) {
	l.t.Helper()
	dir := l.path(l.host[host].Name, "")
	for _, d := range []string{filepath.Dir(filepath.Dir(l.dir)), filepath.Dir(l.dir), l.dir} {
		if err := os.Chmod(d, 0o755); err != nil {
			l.t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		l.t.Fatal(err)
	}
	l.host[host].Connection.Become = inventory.Become{Enabled: true, User: "nobody"}
	l.host[host].Connection.State = filepath.Join(dir, "state")
}

func TestUploadIsReadableForAnotherUser(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.asNobody(0)
	for _, body := range []string{"", "body\n", strings.Repeat("\x00\xff\n$(echo)", 1<<18)} {
		p := parcel{Path: l.path("a", "p"), From: l.local(body), Do: sh.Lines(
			`ls -l "$hrun_upload" >`+sh.Word(l.path("a", "listing")),
			`cp "$hrun_upload" `+sh.Word(l.path("a", "p")),
		)}
		if _, _, err := l.run(false, l.stage("s", func(h *recipes.Host) { h.Do(p) })); err != nil {
			t.Fatal(err)
		}
		if l.read("a", "p") != body {
			t.Error("another file has arrived")
		}
		if got := l.read("a", "listing"); !strings.HasPrefix(got, "-rw------- 1 nobody ") {
			t.Errorf("staged as %q", got)
		}
		l.tidy("a")
	}
}

// tidy expects that no upload is left in the state directory of the host.
func (l *lab) tidy(host string) {
	l.t.Helper()
	if left, err := filepath.Glob(l.path(host, "state/upload-*")); err != nil || left != nil {
		l.t.Errorf("left behind: %v %v", left, err)
	}
}

func TestUploadThatCannotBeStoredForAnotherUserSaysWhy(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.asNobody(0)
	x := l.path("a", "x")
	rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: x, Want: "1", Do: "echo 1 >" + sh.Word(x) + "; chmod 500 " + sh.Word(l.path("a", "state"))})
		h.Do(parcel{Path: l.path("a", "p"), From: l.local("body\n")})
	}))
	if err == nil || !strings.Contains(err.Error(), "Permission denied") || rec.results() != "cell x=changed parcel p=failed" {
		t.Errorf("%v: %s", err, rec.results())
	}
}

func TestInterruptedUploadLeavesNothing(t *testing.T) {
	for _, another := range []bool{false, true} {
		l := newLab(t, "a")
		left := staging(t)
		if another {
			l.asNobody(0)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		r := &runner.Runner{Dialer: local.Dialer{}, Reporter: report.Func(func(e report.Event) {
			if strings.HasPrefix(e.Line, "uploaded 0 of") {
				cancel()
			}
		})}
		st := l.stage("s", func(h *recipes.Host) {
			h.Do(parcel{Path: l.path("a", "p"), From: l.local(strings.Repeat("x", 64<<20))})
		})
		if _, err := r.Run(ctx, []*recipes.Stage{st}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if left() != nil {
			t.Errorf("left behind: %v", left())
		}
		l.tidy("a")
	}
}
