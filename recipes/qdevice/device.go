package qdevice

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// Device is a node that asks the arbiter for its vote. Give the role in a stage
// after that of [corosync.Member], which has the same Device: corosync must know
// of the device before the daemon starts.
type Device struct {
	Cluster     string // corosync's name of the cluster
	Nodes       int    // of the cluster
	Settings    corosync.Device
	Credentials Credentials

	// Rank and Healthy are those of the cluster's manager: in which order nodes
	// restart the daemon, as [recipes.Rolling] has it, and what must hold before
	// and after each, namely that all nodes are there. Without the vote a node
	// that is alone would stop its service.
	Rank    sh.Script
	Healthy []tasks.Task
}

// These files nobody reads. What is in the second, the nodes must change together:
// an arbiter refuses a node that begins with another algorithm, and two arbiters
// that each have a node would each vote for it when the link is cut.
const (
	settingsPath  = deviceConfig + "/settings"
	algorithmPath = deviceConfig + "/algorithm"
)

// On installs and starts the daemon. It reads
// corosync's configuration only when it starts. By then corosync has taken over
// a change of it already, so the settings are kept in files of their own: it is
// a change of these which owes the restart.
func (d Device) On(h *recipes.Host) error {
	db, err := d.Credentials.database(database{Directory: deviceDirectory, Nick: nodeNick, Trust: nodeTrust}, d.Cluster, "node "+h.Name)
	if err != nil {
		return err
	}
	settings, err := d.Settings.Section(d.Nodes)
	if err != nil {
		return err
	}
	everywhere := h.Handler(RestartDeviceEverywhere, systemd.Restart(deviceUnit))
	everywhere.Rolling = &recipes.Rolling{Name: d.Cluster + " device everywhere", Serial: recipes.Batches{recipes.Percent(100)}, Rank: "echo 0", Before: d.Healthy}
	restart := h.Handler(RestartDevice, systemd.Restart(deviceUnit))
	restart.Rolling = &recipes.Rolling{Name: d.Cluster + " device", Rank: d.Rank, Before: d.Healthy, Gate: append([]tasks.Task{Voting()}, d.Healthy...)}
	h.Do(packages.Set{Names: []string{"corosync-qdevice", "libnss3-tools"}})
	for _, dir := range []string{deviceConfig, deviceConfig + "/net"} {
		h.Do(file.Directory{Path: dir, Mode: 0o755, Owner: "root:root"})
	}
	h.DoThen(db, restart)
	h.DoThen(file.Content{Path: algorithmPath, Mode: 0o600, Owner: "root:root", Body: d.Settings.Algorithm(d.Nodes) + " " + d.Settings.Address.String() + "\n"}, everywhere)
	h.DoThen(file.Content{
		Path: settingsPath, Mode: 0o600, Owner: "root:root",
		Body: "# Written by hrun: what corosync-qdevice was last started with. A change of it restarts the daemon.\n" + settings + "\n",
	}, restart)
	h.Do(systemd.Running(deviceUnit))
	return nil
}

// Voted is a node that has the arbiter's vote. Give the role in a stage after
// that of [Device]: by then the daemon has restarted where it had to.
type Voted struct{}

// On waits for the vote.
func (Voted) On(h *recipes.Host) error {
	h.Do(Voting())
	return nil
}

// Voting waits until the node has the arbiter's vote on its side.
func Voting() wait.Until {
	return wait.Until{Name: "the arbiter votes", Holds: voting}
}

// VotingIfRunning is as [Voting], but does not wait where the daemon does not
// run, because it is yet to be installed.
func VotingIfRunning() wait.Until {
	return wait.Until{
		Name: "the arbiter votes, if it is asked",
		Holds: `state=$(systemctl show --value -p ActiveState ` + deviceUnit + `) || exit
[ "$state" != inactive ] || exit 0
` + voting,
	}
}
