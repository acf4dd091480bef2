package hypervisor

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Forward leads from a port of the hypervisor's 127.0.0.1 to the sshd of a
// machine: the only way into the lab.
type Forward struct {
	Lab, Machine string
	Port         int            // 1 to 65535
	Namespace    string         // network namespace in which the sshd is connected to, see [Namespace]
	To           netip.AddrPort // where it answers there, of IPv4
}

func (f Forward) String() string {
	return fmt.Sprintf("port %d leads to machine %s", f.Port, f.Machine)
}

// group is the name of the control group, which says where it leads.
func (f Forward) group() string { return fmt.Sprintf("%d-%s", f.Port, f.Machine) }

// listening is true if something listens on the port of 127.0.0.1 or of all
// addresses, as /proc/net/tcp says it.
func (f Forward) listening() sh.Script {
	return sh.Script(fmt.Sprintf(`grep -qE ' (0100007F|00000000):%04X 00000000:0000 0A ' /proc/net/tcp`, f.Port))
}

// Probe prints whether the port is listened on, whether there is a process
// that forwards it, and other ports that lead to the machine.
func (f Forward) Probe() sh.Script {
	return With(Tree+`group=$tree/forward/$port
`+Alive+`echo "forward $state"
if `+f.listening()+`; then echo listening; fi
for other in "$tree"/forward/*-"$machine"; do
	name=${other##*/}
	[ ! -d "$other" ] || [ "$other" = "$group" ] || [ "${name#*-}" != "$machine" ] || echo "other $name"
done`, "lab", f.Lab, "machine", f.Machine, "port", f.group())
}

// Plan starts forwarding, and ends it on ports that the machine had before.
func (f Forward) Plan(got string) (c tasks.Change, err error) {
	running := strings.HasPrefix(got, "forward running\n")
	listening := strings.Contains(got, "\nlistening\n")
	if listening && !running {
		return c, &TakenError{Machine: f.Machine, Port: f.Port}
	}
	for line := range strings.Lines(got) {
		if other, found := strings.CutPrefix(strings.TrimSpace(line), "other "); found {
			c.Differ("forward "+other, "running", "none", With(End+`end "$lab/forward/$port"`, "lab", f.Lab, "port", other))
		}
	}
	if !running || !listening {
		c.Differ("forward", "none", fmt.Sprintf("127.0.0.1:%d", f.Port), f.start())
	}
	return c, nil
}

// start runs socat, which carries each connection over in a process that is in
// the other network namespace. Without nodelay, small packets of a protocol
// such as SSH would wait for each other, 40 ms at a time.
func (f Forward) start() sh.Script {
	listen := fmt.Sprintf("TCP4-LISTEN:%d,bind=127.0.0.1,reuseaddr,fork,backlog=128,nodelay", f.Port)
	lead := fmt.Sprintf(`EXEC:nsenter --net=/run/netns/%s socat STDIO TCP4\:%s\:%d\,nodelay,nofork`, f.Namespace, f.To.Addr(), f.To.Port())
	return With(Join+End+`end "$lab/forward/$port" || exit
(
	join "$lab/forward/$port" || exit
	exec setsid `+sh.Cmd("socat", listen, lead)+`
) </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
tries=0
until `+f.listening()+`; do
	tries=$((tries + 1))
	if ! kill -0 "$!" 2>/dev/null || [ "$tries" -gt 100 ]; then
		echo "socat does not listen at 127.0.0.1:${port%%-*}; where another program has that port by way of IPv6, set another ansible_port" >&2
		exit 1
	fi
	sleep 0.05
done`, "lab", f.Lab, "port", f.group())
}
