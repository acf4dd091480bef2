package runner_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport/faketransport"
)

// A host that grants a shell which then says nothing, as one whose disk hangs,
// must not hold up the run for ever.
func TestShellThatNeverAnswersIsGivenUp(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	silent := faketransport.Host{Run: func(stdin io.Reader, _, _ io.Writer) int {
		_, _ = io.Copy(io.Discard, stdin)
		return 0
	}}
	r := &runner.Runner{
		Dialer:      &faketransport.Dialer{Hosts: map[string]*faketransport.Host{"a": &silent}},
		DialTimeout: 100 * time.Millisecond,
	}
	sum, err := r.Run(t.Context(), []*recipes.Stage{l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path("a", "x"), Want: "1"})
	})})
	var he *runner.HostError
	if !errors.As(err, &he) || he.Lost || !strings.Contains(err.Error(), "has not answered within 300ms") {
		t.Error(err)
	}
	if a := sum.Hosts["a"]; !a.Unreachable || a.Skipped != 1 || runner.Hint(err) == "" {
		t.Errorf("%+v, hint %q", a, runner.Hint(err))
	}
}
