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
	places []string // where it has the VIP, as "192.168.1.100/24 on eno1"
	runs   bool     // its keepalived
	hears  []advertisement
}

// advertisement is what a router says that holds the addresses.
type advertisement struct {
	from     netip.Addr
	priority int // 0: it is about to give them up
}

func (v view) hearsOf(address netip.Addr) bool {
	for _, a := range v.hears {
		if a.from == address {
			return true
		}
	}
	return false
}

// look is the script that prints a view: "has" and where, "runs", and "hears"
// with an address and a priority. It listens for half a second longer than
// passes between two advertisements. Those of VRRP of version 3 are not
// listened to: they come from addresses that no inventory has.
func (r Recipe) look() sh.Script {
	script := `shown=$(` + sh.Cmd("ip", "-o", "addr", "show", "to", r.VIP.Addr().String()) + `) || exit
while read -r index name family address rest; do
	[ -z "$name" ] || printf 'has %s on %s\n' "$address" "$name"
done <<SHOWN
$shown
SHOWN
systemctl is-active --quiet keepalived
case $? in 0) echo runs ;; 3|4) ;; *) echo 'systemctl does not say whether keepalived runs' >&2; exit 2 ;; esac
`
	if r.VIP.Addr().Is6() {
		return script
	}
	longer := (r.Router.AdvertInterval + time.Second/2).Seconds()
	return script + sh.Cmd("perl", "-MSocket", "-e", listen, strconv.Itoa(r.Router.RouterID), strconv.FormatFloat(longer, 'f', -1, 64))
}

// listen prints the advertisements of one virtual router. The kernel hands what
// it gets for keepalived to every raw socket of the protocol; see RFC 5798,
// section 5.2, for what is in it.
const listen = `my ($id, $left) = @ARGV;
socket(my $vrrp, PF_INET, SOCK_RAW, 112) or die "no socket for VRRP: $!\n";
my %heard;
while ($left > 0) {
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
