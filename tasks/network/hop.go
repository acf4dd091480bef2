package network

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Probe prints "routes", then for Absent "connected", the peer's address and
// the way back to it, and then the routes to the network in the words of
// ip-route(8). The time that a route still has to live is left out.
func (r Route) Probe() sh.Script {
	f := sh.Script(family(r.To.Addr()))
	probe := sh.Script("echo routes\n")
	if r.Absent {
		probe += findConnection + `case ${1-} in
*` + map[sh.Script]sh.Script{"-4": ".", "-6": ":"}[f] + `*)
	b=$(ip ` + f + ` route get "${1%%%*}" 2>&1)
	rc=$?
	case "$rc $b" in
	"0 "*) printf 'connected %s\n' "${b%%
*}" ;;
	*unreachable*) ;;
	*) printf '%s\n' "$b" >&2; exit "$rc" ;;
	esac ;;
esac
`
	}
	// iproute2 fails where a table is empty, and busybox does not.
	return probe + "l=$(ip " + f + " route show table " + sh.Script(strconv.FormatUint(uint64(r.table()), 10)) +
		" exact " + sh.Word(r.To.String()) + ` 2>&1)
rc=$?
case "$rc $l" in
"0 "*) printf '%s\n' "$l" | sed -e 's/ expires [0-9]*sec//' -e '/^$/d' ;;
*"FIB table does not exist"*) ;;
*) printf '%s\n' "$l" >&2; exit "$rc" ;;
esac`
}

// multipath is the kind of a route with several gateways, which iproute2 shows
// on lines of their own, and busybox not at all.
const multipath = "multipath"

// hop is where a route leads.
type hop struct {
	kind   string // unicast, blackhole, ..., or multipath
	via    netip.Addr
	device string
	metric uint32
}

// String is in the words of ip-route(8).
func (h hop) String() string {
	var words []string
	if h.kind != "unicast" {
		words = append(words, h.kind)
	}
	if h.via.IsValid() {
		words = append(words, "via "+h.via.String())
	}
	if h.device != "" {
		words = append(words, "dev "+h.device)
	}
	if h.metric != 0 {
		words = append(words, fmt.Sprintf("metric %d", h.metric))
	}
	return strings.Join(words, " ")
}

// matches reports whether an absent route may mean this one.
func (h hop) matches(r Route) bool {
	return (r.Metric == 0 || h.metric == r.Metric) && (!r.Via.IsValid() || h.via == r.Via) && (r.Device == "" || h.device == r.Device)
}

// seen is what the probe has seen.
type seen struct {
	routes []hop
	peer   netip.Addr // where the run has come from, if it came by SSH
	back   hop        // the way there
}

func (r Route) parse(got string) (s seen, err error) {
	head, rest, _ := strings.Cut(got, "\n")
	if head != "routes" {
		return s, fmt.Errorf("probe of the %s printed %q", r, head)
	}
	for line := range strings.Lines(rest) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
			return s, fmt.Errorf("probe of the %s printed an empty line", r)
		case f[0] == "connected" && len(f) > 1:
			s.peer, s.back = address(f[1]), parseHop(f[2:])
		case f[0] == "nexthop" && len(s.routes) > 0:
			s.routes[len(s.routes)-1].kind = multipath
		default:
			s.routes = append(s.routes, parseHop(f))
		}
	}
	return s, nil
}

// kinds are the words that a route can begin with, before its network.
var kinds = []string{"blackhole", "unreachable", "prohibit", "throw", "local", "broadcast", "multicast", "anycast"}

func parseHop(words []string) (h hop) {
	h.kind = "unicast"
	for _, k := range kinds {
		if len(words) > 0 && words[0] == k {
			h.kind = k
		}
	}
	for i := 0; i+1 < len(words); i++ {
		switch value := words[i+1]; words[i] {
		case "via":
			h.via, _ = netip.ParseAddr(value)
		case "dev":
			h.device = value
		case "metric":
			n, _ := strconv.ParseUint(value, 10, 32)
			h.metric = uint32(n)
		}
	}
	if h.kind == "unicast" && !h.via.IsValid() && h.device == "" {
		h.kind = multipath
	}
	return h
}
