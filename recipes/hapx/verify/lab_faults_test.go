//go:build lab

package verify_test

import (
	"strings"
	"testing"
)

// fault is something wrong with a cluster that was well. In its texts, ACTIVE and
// PASSIVE stand for the names of the nodes.
type fault struct {
	name   string
	on     string // machine
	inject string // script
	cure   string // script, after which all is well again, perhaps not at once; empty: the recipe hapx
	want   string // what must be said, between bars
}

func faults() []fault {
	const conf, cfg, key = "/etc/corosync/corosync.conf", "/etc/haproxy/haproxy.cfg", "/etc/corosync/authkey"
	keep := func(file, change string) (inject, cure string) {
		return "cp -p " + file + " /root/kept && " + change + " " + file, "mv /root/kept " + file
	}
	var all []fault
	add := func(name, on, inject, cure, want string) { all = append(all, fault{name, on, inject, cure, want}) }
	changed := func(name, on, file, change, want string) {
		inject, cure := keep(file, change)
		add(name, on, inject, cure, want)
	}

	// What is not as described.
	changed("wrong key", "PASSIVE", key, "head -c 256 /dev/urandom >", "PASSIVE: nodes: file "+key)
	changed("key for all to read", "PASSIVE", key, "chmod 644", "PASSIVE: nodes: file "+key)
	changed("other configuration of corosync", "PASSIVE", conf, "sed -i 's/token: .*/token: 9000/'", "PASSIVE: nodes: file "+conf)
	changed("other configuration of haproxy", "PASSIVE", cfg, "sed -i 's/timeout connect .*/timeout connect 9s/'", "PASSIVE: nodes: file "+cfg)
	changed("refused configuration of haproxy", "PASSIVE", cfg, "echo nonsense >>", "PASSIVE: machines: haproxy accepts its configuration: it would not start: |unknown keyword 'nonsense'")
	changed("peer forgotten", "ACTIVE", "/etc/hosts", "sed -i /PASSIVE/d", "ACTIVE: nodes: hosts entry")
	add("agent missing", "PASSIVE", "mv /usr/lib/ocf/resource.d/heartbeat/haproxy /root/kept", "mv /root/kept /usr/lib/ocf/resource.d/heartbeat/haproxy",
		"PASSIVE: nodes: file /usr/lib/ocf/resource.d/heartbeat/haproxy")
	add("haproxy enabled in systemd", "PASSIVE", "systemctl enable haproxy", "systemctl disable haproxy", `PASSIVE: nodes: unit haproxy: boot is "enabled", want "disabled"`)
	add("pacemaker not started at boot", "PASSIVE", "systemctl disable pacemaker", "systemctl enable pacemaker", `PASSIVE: nodes: unit pacemaker: boot is "disabled", want "enabled"`)
	add("package removed", "PASSIVE", "dpkg --remove --force-depends crmsh 2>&1", "", "PASSIVE: nodes: packages pacemaker crmsh")
	add("reload owed", "ACTIVE", "echo \"$(cat /proc/sys/kernel/random/boot_id) -\" >/var/lib/hrun/owed/to-reload+haproxy", "rm /var/lib/hrun/owed/to-reload+haproxy", "ACTIVE: nodes: handler reload haproxy|owed")
	add("cluster configured otherwise", "ACTIVE", "crm_attribute --name no-quorum-policy --update stop", "crm_attribute --name no-quorum-policy --update ignore", "ACTIVE: resources: cluster configuration")

	// Daemons.
	add("pacemaker stopped", "PASSIVE", "systemctl stop pacemaker", "systemctl start pacemaker",
		`PASSIVE: nodes: unit pacemaker: state is "inactive"|PASSIVE: pacemaker does not answer|PASSIVE is offline`)
	add("corosync stopped", "PASSIVE", "systemctl stop corosync", "systemctl start pacemaker",
		`PASSIVE: nodes: unit corosync: state is "inactive"|only 1 of 2 votes are there; missing: PASSIVE|ACTIVE: links: links of corosync: link 0 from |to PASSIVE is disconnected|PASSIVE: links: links of corosync: corosync does not answer`)
	add("second haproxy", "PASSIVE", "systemctl start haproxy", "systemctl stop haproxy", "PASSIVE: machines: haproxy is where the address is: haproxy runs here, and 192.168.4.20 is not here")
	add("haproxy hangs", "ACTIVE", "pkill -STOP -x haproxy", "pkill -CONT -x haproxy", "busybox: service: expect that http://192.168.4.20:32700/ answers 200 to admin: it is not so")
	add("server down", "busybox", "systemctl stop api", api, "1 of 3 servers are not up: kube-mast01 DOWN: L4CON Connection refused|ACTIVE: machines: servers of kubernetes-master-nodes")

	// The address.
	add("address on another interface", "ACTIVE", "ip addr add 192.168.4.20/32 dev lo", "ip addr del 192.168.4.20/32 dev lo",
		"ACTIVE has 192.168.4.20/32 on lo and 192.168.4.20/27 on enp0s3.41, want 192.168.4.20/27 on enp0s3.41 and nowhere else")
	add("address on both nodes", "PASSIVE", "ip addr add 192.168.4.20/27 dev enp0s3.41", "ip addr del 192.168.4.20/27 dev enp0s3.41",
		"2 nodes hold 192.168.4.20|ACTIVE since |PASSIVE: machines: haproxy is where the address is: 192.168.4.20 is here, and haproxy does not run here")

	// What the cluster says.
	const settle = " && crm_resource --wait"
	add("failed action", "ACTIVE", "crm_resource --fail --resource haproxy-resource --node ACTIVE"+settle, "crm resource cleanup haproxy-resource"+settle,
		"asyncmon of haproxy-resource failed on ACTIVE|crm resource cleanup haproxy-resource ACTIVE")
	add("standby", "ACTIVE", "crm node standby PASSIVE"+settle, "crm node online PASSIVE"+settle, "PASSIVE is in standby|crm node online PASSIVE")
	add("node in maintenance", "ACTIVE", "crm --force node maintenance PASSIVE"+settle, "crm node ready PASSIVE"+settle, "PASSIVE is in maintenance")
	add("maintenance mode", "ACTIVE", "crm_attribute --name maintenance-mode --update true", "crm_attribute --name maintenance-mode --delete"+settle, "maintenance-mode is on")
	add("all resources stopped", "ACTIVE", "crm_attribute --name stop-all-resources --update true"+settle, "crm_attribute --name stop-all-resources --delete"+settle,
		"stop-all-resources is on|nobody holds 192.168.4.20|virtual-ip-resource does not run|expect that port 6443 of 192.168.4.20 is open: it is not so")
	add("resource stopped", "ACTIVE", "crm resource stop haproxy-resource"+settle, "crm resource start haproxy-resource"+settle, "haproxy-resource does not run: it was told to be stopped")
	add("resource unmanaged", "ACTIVE", "crm resource unmanage haproxy-resource", "crm resource manage haproxy-resource", "haproxy-resource is unmanaged")
	add("resource banned", "ACTIVE", "crm resource ban virtual-ip-resource PASSIVE"+settle, "crm resource clear virtual-ip-resource", "cli-ban-virtual-ip-resource-on-PASSIVE keeps virtual-ip-resource off PASSIVE")
	add("resource moved", "ACTIVE", "crm resource move virtual-ip-resource PASSIVE"+settle, "crm resource clear virtual-ip-resource", "keeps virtual-ip-resource on PASSIVE")

	// The machines.
	add("clocks apart", "PASSIVE", `printf '#!/bin/sh\ncase $* in +%%s) exec /bin/date -d "+1 hour" +%%s ;; esac\nexec /bin/date "$@"\n' >/usr/local/bin/date && chmod 755 /usr/local/bin/date`, "rm /usr/local/bin/date",
		"cluster: the nodes' clocks are together: the clock of PASSIVE is 1h0m0s ahead of that of ACTIVE|PASSIVE: preflight: the clock is right")
	add("full disk", "PASSIVE", "mount -t tmpfs -o size=64k none /var/tmp && dd if=/dev/zero of=/var/tmp/full bs=1k count=64", "umount /var/tmp", "PASSIVE: machines: room on the file systems: /var/tmp is full: 100 %")
	add("read-only disk", "PASSIVE", "mount -t tmpfs -o ro none /var/tmp", "umount /var/tmp", "PASSIVE: machines: room on the file systems: /var/tmp cannot be written to")
	return all
}

// fault injects a fault into a healthy cluster, and expects it to be named, and
// not to be named any more once it is cured.
func (c *cluster) fault(t *testing.T, f fault) {
	c.elect(t)
	machine := c.named(f.on)
	c.On(t, machine, "{ "+c.named(f.inject)+"\n} >/dev/null")
	c.await(t, 2, strings.Split(f.want, "|")...)
	if f.cure == "" {
		c.Apply(t, "hapx")
	} else {
		c.On(t, machine, "{ "+c.named(f.cure)+"\n} >/dev/null")
	}
	c.await(t, 0)
}

// noQuorum has one node start alone, which then waits for the other.
func (c *cluster) noQuorum(t *testing.T) {
	c.elect(t)
	c.On(t, c.passive, "systemctl stop corosync")
	c.On(t, c.active, "systemctl restart corosync")
	c.await(t, 2, "there is no quorum: 1 of 2 votes, and a node that has just started waits until it has seen all (wait_for_all); missing: PASSIVE")
	c.On(t, c.passive, "systemctl start pacemaker")
	c.await(t, 0)
}

// unreachable shows that a node that cannot be reached keeps nothing from being
// told of the other.
func (c *cluster) unreachable(t *testing.T) {
	c.elect(t)
	c.Cut(t, "busybox", c.passive)
	c.On(t, c.active, "crm resource unmanage haproxy-resource")
	out := c.await(t, 2, "not asked: PASSIVE", "haproxy-resource is unmanaged", "2 of 2 votes")
	if !strings.Contains(out, "unreachable  "+c.passive) {
		t.Errorf("%s is not said to be unreachable:\n%s", c.passive, out)
	}
	c.On(t, c.active, "crm resource manage haproxy-resource")
	c.await(t, 4, "not asked: PASSIVE")
	c.Mend(t, "busybox", c.passive)
	c.await(t, 0)
}

// split cuts the link between the nodes: with the configuration of the
// document both then hold the address.
func (c *cluster) split(t *testing.T) {
	c.elect(t)
	c.Cut(t, c.active, c.passive)
	c.await(t, 2, "the cluster is split: ", "with the coordinator ACTIVE, with quorum, online: ACTIVE", "with the coordinator PASSIVE, with quorum, online: PASSIVE",
		"2 nodes hold 192.168.4.20", "ACTIVE since ", "PASSIVE since ", "to PASSIVE is disconnected", "to ACTIVE is disconnected", "mend the link between them")
	c.Mend(t, c.active, c.passive)
	c.await(t, 0)
}
