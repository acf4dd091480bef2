package verify_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// advertise sends what a router with the priority 101 does, ten times a second:
// a version, its id and priority, and one address. It ends by itself.
const advertise = `exec perl -MSocket -e 'alarm 20; socket(my $s, PF_INET, SOCK_RAW, 112) or die $!;
while () { for (@ARGV) { my ($kind, $id) = split /,/; send $s, pack("CCCCCCnN", hex $kind, $id, 101, 1, 0, 1, 0, 0xc0a80164), 0, sockaddr_in(0, inet_aton("127.0.0.1")) } select undef, undef, undef, 0.1 }' "$@"`

// A node says where it has the address, whether its keepalived runs, and whom of
// its own virtual router it hears.
func TestLook(t *testing.T) {
	look := holder(t, vrrp.Recipe{}).Source
	for _, kind := range taskstest.Kinds() {
		for active, want := range map[string]string{
			"0": "0\nhas 192.168.1.100/24 on it.s-41\nruns\nis 127.0.0.1 on lo\nhears 127.0.0.1 101\n",
			"3": "0\nhas 192.168.1.100/24 on it.s-41\nis 127.0.0.1 on lo\nhears 127.0.0.1 101\n",
		} {
			h := taskstest.NewHost(t, kind, map[string]string{"systemctl": `[ "$*" = 'is-active --quiet keepalived' ] && exit ` + active, "advertise": advertise})
			h.Isolate("-n")
			if err := h.Run("ip link set lo up && ip link add it.s-41 type veth peer name other && ip addr add 192.168.1.100/24 dev it.s-41").Err(); err != nil {
				t.Fatal(err)
			}
			r := h.Run(`advertise 21,51 21,52 22,51 >/dev/null 2>&1 & (` + look + `); kill $!`)
			if r.Stdout != want {
				t.Errorf("%s: %q, want %q; %s", kind, r.Stdout, want, r.Stderr)
			}
		}
	}
}

// A node that would take the VIP itself waits for as long as keepalived does for
// an advertisement that is late.
func TestLookIsPatient(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": "exit 0", "advertise": advertise})
	h.Isolate("-n")
	if err := h.Run("ip link set lo up").Err(); err != nil {
		t.Fatal(err)
	}
	r := h.Run(`{ sleep 2; advertise 21,51; } >/dev/null 2>&1 & (` + holder(t, vrrp.Recipe{}).Source + `); kill $!`)
	if want := "0\nruns\nis 127.0.0.1 on lo\nhears 127.0.0.1 101\n"; r.Stdout != want {
		t.Errorf("%q, want %q; %s", r.Stdout, want, r.Stderr)
	}
}

// What cannot be looked at is not taken for nothing.
func TestLookFails(t *testing.T) {
	look := holder(t, vrrp.Recipe{}).Source
	h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": "exit 1", "ip": ":"})
	if r := h.Run(sh.Subshell(look)); !strings.HasPrefix(r.Stdout, "2\n") || !strings.Contains(r.Stdout, "does not say") {
		t.Errorf("%q, %s", r.Stdout, r.Stderr)
	}
}
