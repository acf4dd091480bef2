//go:build lab

package hapx_test

import (
	"regexp"
	"strings"
	"testing"
)

// Each of these is refused with the reason, and nothing is changed on any node:
// something that a run would put right stays as it is.
func TestLabUnfitNodesAreRefusedBeforeAnythingIsChanged(t *testing.T) {
	const drift = "# by hand"
	cluster.on(t, "hapx-node01", "echo '"+drift+"' >>/etc/haproxy/haproxy.cfg")
	defer cluster.converge(t)
	_, passive := cluster.active(t)
	own := "192.168.4.2" + passive[len(passive)-1:]
	for name, c := range map[string]struct {
		inventory, set, do, undo string // what is done on the machine "at" before and after
		at                       string
		code                     int
		want                     string
	}{
		"another interface": {set: "hapx.nic=eth7", code: 2,
			want: `there is no interface eth7; the host has (.*, )?enp0s3\.41`},
		"another network": {set: "hapx.vip=192.168.5.20/27", code: 1,
			want: `the VIP 192\.168\.5\.20/27 is not in the network of host hapx-node01, 192\.168\.4\.21/27`},
		"another network than the inventory says": {set: "hapx.vip=192.168.4.10/27", code: 2, at: passive,
			do:   "ip addr add " + own + "/28 brd + dev enp0s3.41; ip addr del " + own + "/27 dev enp0s3.41",
			undo: "ip addr add " + own + "/27 brd + dev enp0s3.41; ip addr del " + own + "/28 dev enp0s3.41",
			want: `the VIP 192\.168\.4\.10/27 is outside the network of the interface enp0s3\.41, which has (.*, )?192\.168\.4\.2[12]/28`},
		"an address that is elsewhere": {inventory: edited(t, "hrun_address: 192.168.4.22/27", "hrun_address: 192.168.4.24/27"), code: 2,
			want: `enp0s3\.41 has .*, and not 192\.168\.4\.24, at which others reach the host`},
		"an address that another machine has": {set: "hapx.vip=192.168.4.26/27", code: 2,
			at: "busybox", do: "ip addr add 192.168.4.26/27 dev enp0s3.41", undo: "ip addr del 192.168.4.26/27 dev enp0s3.41",
			want: `another machine answers for 192\.168\.4\.26: its MAC address is ([0-9a-f]{2}:){5}`},
		"a clock that is off": {code: 2, at: "hapx-node02",
			do:   "printf '#!/bin/sh\nexec /bin/date -d \"1 hour ago\" \"$@\"\n' >/usr/local/bin/date; chmod +x /usr/local/bin/date",
			undo: "rm /usr/local/bin/date",
			want: `the clock of the host is (1h0m[0-3]s|59m5\ds) behind that of the machine that hrun runs on`},
		"two_node of three": {inventory: edited(t, "        hapx-node02:", "        hapx-node03: {hrun_address: 192.168.4.23/27}\n        hapx-node02:"),
			set: "hapx.corosync.two_node=true", code: 1, want: `two_node with 3 nodes`},
		"one id for two": {set: "hapx.node_ids.hapx-node01=2", code: 1, want: `id 2 is not positive, or not unique`},
	} {
		t.Run(name, func(t *testing.T) {
			if c.do != "" {
				cluster.on(t, c.at, c.do)
				defer cluster.on(t, c.at, c.undo)
			}
			args := []string{"apply", "recipes/hapx", "-i", cluster.inventory}
			if c.inventory != "" {
				args[3] = c.inventory
			}
			if c.set != "" {
				args = append(args, "-e", c.set)
			}
			out, code := cluster.hrun(t, args...)
			if code != c.code || !regexp.MustCompile(c.want).MatchString(out) || strings.Contains(out, "  changed ") {
				t.Errorf("exit %d, want %d and %q:\n%s", code, c.code, c.want, out)
			}
			if found := cluster.on(t, "hapx-node01", "tail -n 1 /etc/haproxy/haproxy.cfg"); found != drift+"\n" {
				t.Errorf("it was put right all the same: %q", found)
			}
		})
	}
}
