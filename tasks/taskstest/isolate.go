package taskstest

import (
	"bufio"
	"os/exec"
	"strconv"
)

// Isolate has what is run on the host from now on run in namespaces of its own,
// which end with the test: "-m" for mounts, "-n" for the network, as for
// unshare(1). Tasks can then do there what would change this machine. It needs
// root.
func (h *Host) Isolate(flags ...string) {
	h.t.Helper()
	// The process that holds the namespaces ends when its input does, so also
	// when the test is killed.
	hold := exec.Command("unshare", append(flags, "sh", "-c", "echo held; exec cat")...)
	in, err := hold.StdinPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	out, err := hold.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := hold.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		_ = in.Close()
		_ = hold.Wait()
	})
	if held, err := bufio.NewReader(out).ReadString('\n'); held != "held\n" {
		h.t.Fatalf("cannot make namespaces %q: %v", flags, err)
	}
	enter := append([]string{"nsenter", "-t", strconv.Itoa(hold.Process.Pid)}, flags...)
	h.Shell.Argv = append(append(enter, "--"), h.Shell.Argv...)
}
