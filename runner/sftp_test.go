package runner_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// shellOnly is a dialer to hosts that take no uploads, and counts how often
// they were asked to.
type shellOnly struct {
	local.Dialer
	asked atomic.Int32
}

func (d *shellOnly) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	c, err := d.Dialer.Dial(ctx, h)
	return shellOnlyConn{c, d}, err
}

type shellOnlyConn struct {
	transport.Conn
	dialer *shellOnly
}

func (c shellOnlyConn) Upload(context.Context, io.Reader) (string, error) {
	c.dialer.asked.Add(1)
	return "", fmt.Errorf("upload: %w", transport.ErrNoSFTP)
}

// Without SFTP a file and a long remedy go through a second shell, and a host
// is asked for SFTP once.
func TestUploadWithoutSFTP(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.host[0].Connection.State = l.path("a", "state")
	d := &shellOnly{}
	rec := &record{}
	r := &runner.Runner{Dialer: d, Reporter: rec}
	p := parcel{Path: l.path("a", "p"), From: l.local(strings.Repeat("\x00\xff\n$(echo)", 1<<18))}
	_, err := r.Run(t.Context(), []*recipes.Stage{l.stage("s", func(h *recipes.Host) {
		h.Do(p, cell{Path: l.path("a", "x"), Want: strings.Repeat("long", 1<<19)})
	})})
	if err != nil {
		t.Fatal(err)
	}
	if got := rec.results(); got != "parcel p=changed cell x=changed" {
		t.Error(got)
	}
	body, err := os.ReadFile(p.From.Path)
	if err != nil || l.read("a", "p") != string(body) {
		t.Errorf("another file has arrived: %v", err)
	}
	if info, err := os.Stat(p.Path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if n := d.asked.Load(); n != 1 {
		t.Errorf("asked for SFTP %d times", n)
	}
	l.tidy("a")
}
