package health

import (
	"net/netip"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Accepted looks whether haproxy would start with the configuration that is
// there, also where none runs now: that is where it will have to.
func Accepted(path string) Look {
	return Look{
		Name: "haproxy accepts its configuration",
		Script: `command -v haproxy >/dev/null || { echo 'haproxy is not installed'; exit 1; }
said=$(` + sh.Cmd("haproxy", "-c", "-f", path) + ` 2>&1) && exit 0
why=$(printf '%s\n' "$said" | sed -n 's/^\[ALERT\] *([0-9]*) *: *//p' | sed 1q)
echo "it would not start: ${why:-it does not say why}"
exit 1`,
		Remedy: "haproxy -c -f " + sh.Quote(path) + " tells all of it; to apply the recipe again writes a good one",
	}
}

// Follows looks whether haproxy runs where the address is, and nowhere else. It
// is for proxies that a cluster moves along with the address.
func Follows(address netip.Addr) Look {
	return Look{
		Name: "haproxy is where the address is",
		Script: `shown=$(` + sh.Cmd("ip", "-o", "addr", "show", "to", address.String()) + `) || exit 2
runs=no
for dir in /proc/[0-9]*; do
	if { read -r comm <"$dir/comm"; } 2>/dev/null && [ "$comm" = haproxy ]; then runs=yes; break; fi
done
case $runs,$shown in
yes,?*) echo "both are here" ;;
no,) echo "neither is here" ;;
yes,) echo ` + sh.Word("haproxy runs here, and "+address.String()+" is not here: something else than the cluster has started it") + `; exit 1 ;;
*) echo ` + sh.Word(address.String()+" is here, and haproxy does not run here: clients are refused") + `; exit 1 ;;
esac`,
		Remedy: "crm_mon -1 tells what the cluster thinks of both, ps -C haproxy -o args,ppid who has started haproxy",
	}
}
