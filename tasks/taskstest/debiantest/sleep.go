package debiantest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// OnSleep calls f once, as soon as a script on the host runs sleep(1): what the
// script waits for may then come, however slow this machine is.
func OnSleep(t testing.TB, h *taskstest.Host, f func()) {
	t.Helper()
	Write(t, h, "bin-of-test/sleep", "#!/bin/sh\n: >/tmp/asleep\nexec /usr/bin/sleep \"$@\"\n")
	must(t, os.Chmod(filepath.Join(h.Root, "bin-of-test/sleep"), 0o755))
	h.Shell.Path = append([]string{"/bin-of-test"}, h.Shell.Path...)
	over := make(chan struct{})
	done := make(chan struct{})
	t.Cleanup(func() { close(over); <-done })
	go func() {
		defer close(done)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-over:
				return
			case <-tick.C:
			}
			if _, err := os.Stat(filepath.Join(h.Root, "tmp/asleep")); err == nil {
				f()
				return
			}
		}
	}()
}
