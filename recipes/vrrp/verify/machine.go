package verify

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// configuration is where haproxy's is on every node.
const configuration = "/etc/haproxy/haproxy.cfg"

// machine looks at a node for itself.
func (r Recipe) machine() recipes.Role {
	proxy := r.Proxy.WithDefaults()
	return recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(
			health.Space{Most: r.Verify.Full},
			Fit(r.Router.Name),
			health.Accepted(configuration),
			Answers(proxy.Socket),
			health.Servers{Socket: proxy.Socket, Backend: proxy.Backend, Required: r.Verify.Backends},
		)
		if r.Gateway.IsValid() {
			h.Do(vrrp.Answers(r.Gateway))
		}
		return nil
	})
}

// Fit looks whether keepalived takes part in the virtual router of a name. What
// it thinks of itself is in its journal since it was started.
func Fit(name string) health.Look {
	return health.Look{
		Name: "keepalived takes part",
		Script: `systemctl is-active --quiet keepalived
case $? in 0) ;; 3|4) echo 'keepalived does not run'; exit 1 ;; *) exit 2 ;; esac
for process in /proc/[0-9]*; do
	{ read -r id called how rest <"$process/stat"; } 2>/dev/null || continue
	case $called,$how in '(keepalived),T') echo 'keepalived has been stopped by a signal: it hears nothing and gives nothing up'; exit 1 ;; esac
done
invocation=$(systemctl show --property=InvocationID --value keepalived) || exit 2
log=$(journalctl --quiet --output=cat "_SYSTEMD_INVOCATION_ID=$invocation") || exit 2
state=$(printf '%s\n' "$log" | sed -n ` + sh.Script(sh.Quote(`s/^(`+name+`) Entering \([A-Z]*\) STATE.*/\1/p`)) + ` | tail -n 1)
if [ "$state" != FAULT ]; then echo "${state:-its journal does not tell of its state}"; exit 0; fi
failed=$(printf '%s\n' "$log" | sed -n 's/^VRRP_Script(\([^)]*\)) \(failed\|timed_out\|succeeded\|considered\).*/\1 \2/p' |
	awk '{ last[$1] = $2 } END { for (s in last) if (last[s] == "failed" || last[s] == "timed_out") print s }' | sort | tr '\n' ' ')
echo "keepalived is in the state FAULT and does not want the address: ${failed:+the script ${failed}fails}"
exit 1`,
		Remedy: "journalctl -u keepalived tells why; systemctl status keepalived haproxy",
	}
}

// Answers looks whether haproxy, which may run and be stuck, says something
// within three seconds.
func Answers(socket string) health.Look {
	return health.Look{
		Name: "haproxy answers",
		Script: sh.Cmd("perl", "-MIO::Socket::UNIX", "-e", `$SIG{ALRM} = sub { print "haproxy runs, and does not answer at $ARGV[0]: it hangs, and so do its clients\n"; exit 1 };
alarm 3;
my $haproxy = IO::Socket::UNIX->new(Peer => $ARGV[0]);
if (!$haproxy) {
	die "$ARGV[0]: $!\n" unless $!{ENOENT} || $!{ECONNREFUSED};
	print "haproxy does not run\n";
	exit 1;
}
print $haproxy "show info\n";
while (<$haproxy>) { if (/^Version: *(\S+)/) { print "version $1\n"; exit } }
die "haproxy does not tell its version at $ARGV[0]\n";`, socket),
		Remedy: "systemctl status haproxy tells more; systemctl restart haproxy ends one that hangs",
	}
}
