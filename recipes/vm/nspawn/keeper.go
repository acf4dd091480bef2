package nspawn

import (
	"cmp"
	"fmt"
	"path"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// keeper returns the script that keeps a machine running. It runs in a mount
// namespace of its own: what it mounts is gone when it and the machine are,
// however they ended. Each boot plugs the machine in anew, since ifupdown
// removes interfaces with a dot in their name, which it takes for VLANs, and
// since a crash must not leave an address behind. A machine that ends with
// status 133 has asked for a reboot (systemd-nspawn(1)). A container outlives
// an nspawn that was killed, so that the keeper kills it before it ends itself.
// The kernel's parameters for the network can be set in it, as those of a
// machine can: they are those of its own network namespace. For that nspawn
// leaves out of /sys what it does not know to be of use, such as the modules.
func keeper(l lab.Lab, m lab.Machine) sh.Script {
	dir := l.MachineDir(m.Name)
	repository := imageOf(l).repository(nil).Dir()
	container := sh.Cmd("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot",
		"--directory="+path.Join(dir, "root"),
		"--machine="+hypervisor.Namespace(l.Name, m.Name), "--hostname="+m.Name,
		"--network-namespace-path=/run/netns/"+hypervisor.Namespace(l.Name, m.Name),
		"--capability=CAP_NET_ADMIN,CAP_NET_RAW,CAP_SYS_NICE,CAP_IPC_LOCK",
		"--bind-ro="+repository+":/srv/repo", "--bind-ro=/sys/module",
		"--resolv-conf=off", "--timezone=off", "--link-journal=no")
	return hypervisor.Assign("lab", l.Name, "machine", m.Name, "dir", dir, "image", imageOf(l).Root()) +
		hypervisor.Tree + hypervisor.Join + hypervisor.End + plug(l, m) + `join "$lab/machine/$machine" || exit
overlay=lowerdir=$image,upperdir=$dir/upper,workdir=$dir/work
tries=0
until mount -t overlay hrun -o "$overlay" "$dir/root"; do
	tries=$((tries + 1))
	[ "$tries" -le 50 ] || exit 1
	sleep 0.1
done
while plug; do
	TERM=dumb SYSTEMD_NSPAWN_API_VFS_WRITABLE=network ` + container + `
	status=$?
	echo "hrun: the container ended with status $status"
	[ "$status" = 133 ] || break
	end "$lab/machine/$machine/payload" || break
done
left=$(find "$tree/machine/$machine/payload" -name cgroup.procs -exec cat {} +)
[ -z "$left" ] || kill -KILL $left`
}

// plug defines a function that connects a machine with its networks.
func plug(l lab.Lab, m lab.Machine) sh.Script {
	in, net := hypervisor.Namespace(l.Name, m.Name), hypervisor.Namespace(l.Name, "net")
	body := sh.Script("plug() {\n")
	for _, k := range m.Links {
		id, outside := hypervisor.Identity(l.Name, m.Name, k.Network.Name), outside(l, m, k)
		mac := cmp.Or(k.MAC, fmt.Sprintf("52:54:%02x:%02x:%02x:%02x", id[0], id[1], id[2], id[3]))
		body += "\t" + sh.Cmd("ip", "-n", net, "link", "del", outside) + " 2>/dev/null\n\t" +
			sh.Cmd("ip", "-n", net, "link", "add", outside, "type", "veth", "peer", "name", k.Network.NIC, "address", mac, "netns", in) + " || return\n\t" +
			sh.Cmd("ip", "-n", net, "link", "set", outside, "master", hypervisor.Bridge(k.Network.Name), "up") + " || return\n"
	}
	return body + "}\n"
}

// outside returns the name of the end of a machine's link that is at the bridge.
func outside(l lab.Lab, m lab.Machine, k lab.Link) string {
	return fmt.Sprintf("p%x", hypervisor.Identity(l.Name, m.Name, k.Network.Name))
}
