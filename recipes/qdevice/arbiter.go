package qdevice

import (
	"fmt"
	"strconv"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// Arbiter is the host whose vote decides: it runs corosync-qnetd, at TCP port
// 5403 of all its addresses, and talks only to those who have a certificate of
// the authority. It must not be a node, nor go down along with one.
type Arbiter struct {
	Cluster     string // corosync's name of the cluster
	Nodes       int    // of the cluster
	Credentials Credentials
}

// The names of the handlers. Everywhere means all nodes at once, when there is to
// be another arbiter, or another algorithm by which it decides.
const (
	RestartArbiter          = "restart corosync-qnetd"
	RestartDeviceEverywhere = "restart corosync-qdevice everywhere"
	RestartDevice           = "restart corosync-qdevice"
)

const (
	arbiterUnit = "corosync-qnetd"
	deviceUnit  = "corosync-qdevice"

	arbiterDirectory = "/etc/corosync/qnetd/nssdb"
	deviceConfig     = "/etc/corosync/qdevice"
	deviceDirectory  = deviceConfig + "/net/nssdb"
)

// On installs the daemon, and gives it our certificates in the place of those
// that Debian's package makes for itself. "req" is what corosync-qnetd 3.0.3
// understands, and not "required", which its manual has.
//
// A restart takes the vote away for some seconds. So it waits until no node
// needs it: until all are there, and hear each other.
func (a Arbiter) On(h *recipes.Host) error {
	d, err := a.Credentials.database(database{Directory: arbiterDirectory, Group: "coroqnetd", Nick: arbiterNick, Trust: arbiterTrust}, arbiterName, "arbiter")
	if err != nil {
		return err
	}
	restart := h.Handler(RestartArbiter, systemd.Restart(arbiterUnit))
	restart.Rolling = &recipes.Rolling{Name: a.Cluster + " arbiter", Before: []tasks.Task{wait.Until{
		Name:  fmt.Sprintf("the cluster %s can do without its arbiter", a.Cluster),
		Holds: a.idle(),
	}}}
	h.Do(packages.Set{Names: []string{"corosync-qnetd", "libnss3-tools"}})
	h.DoThen(file.Line{
		Path: "/etc/default/corosync-qnetd", Line: `COROSYNC_QNETD_OPTIONS="-s req -c on"`, Match: "^COROSYNC_QNETD_OPTIONS=", Create: true,
	}, restart)
	h.DoThen(d, restart)
	h.Do(systemd.Running(arbiterUnit))
	return nil
}

// idle is the script that exits 0 unless taking the vote away could cost a node
// its quorum: no node of the cluster is connected, or all are and each sees all.
func (a Arbiter) idle() sh.Script {
	return "nodes=" + sh.Script(strconv.Itoa(a.Nodes)) + `
state=$(systemctl show --value -p ActiveState ` + arbiterUnit + `) || exit 2
[ "$state" = active ] || exit 0
said=$(timeout 10 corosync-qnetd-tool -l -c ` + sh.Word(a.Cluster) + `) || exit 2
there=0 whole=0
while read -r first second third rest; do
	case "$first $second" in
	'Node ID') there=$((there + 1)) ;;
	'Membership node')
		set -- $rest
		[ $# -lt "$nodes" ] || whole=$((whole + 1)) ;;
	esac
done <<STATUS
$said
STATUS
[ $there -eq 0 ] || [ $whole -eq "$nodes" ] || { echo "$there of $nodes nodes are connected to the arbiter, and $whole of them see all others: those may need its vote"; exit 1; }`
}
