package hypervisor

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

var (
	_ tasks.Sampler = Network{}
	_ tasks.Sampler = Forward{}
	_ tasks.Sampler = Stopped{}
	_ tasks.Sampler = Unplugged{}
	_ tasks.Sampler = Cleared{}
	_ tasks.Sampler = Claim{}
	_ tasks.Sampler = Unclaimed{}
	_ tasks.Sampler = Crashed{}
)

// Sample is a host without the namespace, and one with all bridges up.
func (n Network) Sample() (before, after string) {
	return "", strings.Join(append([]string{"namespace"}, n.Bridges...), "\n") + "\n"
}

// Sample is a port that nobody listens at, and one that leads to the machine.
func (Forward) Sample() (before, after string) {
	return "forward stopped\n", "forward running\nlistening\n"
}

// Sample is a host on which nothing runs.
func (Stopped) Sample() (before, after string) { return "", "" }

// Sample is a host without namespaces of the lab.
func (Unplugged) Sample() (before, after string) { return "", "" }

// Sample is a host without files of the lab.
func (Cleared) Sample() (before, after string) { return "", "" }

// Sample is a host without the lab, and one with it.
func (c Claim) Sample() (before, after string) { return "", c.Provider + "\n" }

// Sample is a host without the lab, for which there is nothing to do.
func (Unclaimed) Sample() (before, after string) { return "", "" }

// Sample is a machine that is on, and one that is off.
func (Crashed) Sample() (before, after string) { return "running\n", "stopped\n" }
