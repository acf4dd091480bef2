package verify

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// view is what a node sees of the virtual router.
type view struct {
	places []string                // where it has the VIP, as "192.168.1.100/24 on eno1"
	own    map[string][]netip.Addr // its other addresses of IPv4, by interface
	runs   bool                    // its keepalived
	hears  []advertisement
}

// advertisement is what a router says that holds the addresses.
type advertisement struct {
	from     netip.Addr
	priority int // 0: it is about to give them up
}

// look is the script that prints a view: "has" and where, "runs", "is" with an
// address of the node and where, and "hears" with an address and a priority: keepalived
// advertises from the first address of its interface, which need not be the one
// that the inventory has. It listens for half a second longer than passes between
// two advertisements; a node that has heard nothing then and may be deaf, because
// it runs and has not the VIP, until three might have come, as keepalived itself
// does. Those of VRRP of version 3 are not listened to: they come from addresses
// that no inventory has.
func (r Recipe) look() sh.Script {
	script := `patient=no
shown=$(` + sh.Cmd("ip", "-o", "addr", "show", "to", r.VIP.Addr().String()) + `) || exit
while read -r index name family address rest; do
	[ -z "$name" ] || printf 'has %s on %s\n' "$address" "$name"
done <<SHOWN
$shown
SHOWN
systemctl is-active --quiet keepalived
case $? in 0) echo runs; [ -n "$shown" ] || patient=yes ;; 3|4) ;; *) echo 'systemctl does not say whether keepalived runs' >&2; exit 2 ;; esac
`
	if r.VIP.Addr().Is6() {
		return script
	}
	wait := func(advertisements int) string {
		longer := time.Duration(advertisements)*r.Router.AdvertInterval + time.Second/2
		return strconv.FormatFloat(longer.Seconds(), 'f', -1, 64)
	}
	listens := sh.Cmd("perl", "-MSocket", "-e", listen, strconv.Itoa(r.Router.RouterID), wait(1), wait(3))
	return script + `owned=$(ip -o -4 addr show) || exit
while read -r index name family address rest; do
	case $name,${address%/*} in ,*|*,` + sh.Script(r.VIP.Addr().String()) + `) ;; *) printf 'is %s on %s\n' "${address%/*}" "$name" ;; esac
done <<OWNED
$owned
OWNED
` + listens + ` $patient`
}

// listen prints the advertisements of one virtual router. The kernel hands what
// it gets for keepalived to every raw socket of the protocol; see RFC 5798,
// section 5.2, for what is in it.
const listen = `my ($id, $left, $longest, $patient) = @ARGV;
my $more = $patient eq "yes" ? $longest - $left : 0;
socket(my $vrrp, PF_INET, SOCK_RAW, 112) or die "no socket for VRRP: $!\n";
my %heard;
while ($left > 0 || $more > 0 && !%heard) {
	($left, $more) = ($more, 0) if $left <= 0;
	my $ready = "";
	vec($ready, fileno($vrrp), 1) = 1;
	(my $some, $left) = select($ready, undef, undef, $left);
	next unless $some > 0 && defined recv($vrrp, my $packet, 65535, 0);
	my ($kind, $router, $priority) = unpack "CCC", substr $packet, (ord($packet) & 15) * 4;
	next unless defined $priority && ($kind & 15) == 1 && $router == $id;
	$heard{join ".", unpack "C4", substr $packet, 12, 4} = $priority;
}
print "hears $_ $heard{$_}\n" for sort keys %heard;`

// parse reads what look prints.
func parse(text string) (v view, err error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "":
		case "has":
			address, nic, _ := strings.Cut(rest, " ")
			if !strings.Contains(address, "/") { // as ip(8) shows what is alone in its network
				rest = address + "/" + strconv.Itoa(hostBits(address)) + " " + nic
			}
			v.places = append(v.places, rest)
		case "is":
			address, nic, _ := strings.Cut(rest, " on ")
			own, err := netip.ParseAddr(address)
			if err != nil {
				return v, fmt.Errorf("the probe printed %q: %w", line, err)
			}
			if v.own == nil {
				v.own = map[string][]netip.Addr{}
			}
			v.own[nic] = append(v.own[nic], own)
		case "runs":
			v.runs = true
		case "hears":
			from, priority, _ := strings.Cut(rest, " ")
			a := advertisement{}
			if a.from, err = netip.ParseAddr(from); err == nil {
				a.priority, err = strconv.Atoi(priority)
			}
			if err != nil {
				return v, fmt.Errorf("the probe printed %q: %w", line, err)
			}
			v.hears = append(v.hears, a)
		default:
			return v, fmt.Errorf("the probe printed %q", line)
		}
	}
	return v, nil
}

func hostBits(address string) int {
	if strings.Contains(address, ":") {
		return 128
	}
	return 32
}
