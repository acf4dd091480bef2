package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Servers expects the servers behind a haproxy that runs on the host to be up,
// as haproxy's own checks see them. Where none runs there is nothing to expect.
// It changes nothing. The host needs perl, of which Debian's base system has
// enough.
type Servers struct {
	Socket  string // of haproxy's runtime API
	Backend string

	// Required is how many must be up: "all", "any" or "none"; default "all".
	// What is down is named in any case.
	Required string
}

var (
	_ tasks.Task    = Servers{}
	_ tasks.Sampler = Servers{}
)

// Validate reports a requirement that is none.
func (s Servers) Validate() error {
	if required := []string{"", "all", "any", "none"}; !slices.Contains(required, s.Required) {
		return fmt.Errorf("%q servers are required, want one of %q", s.Required, required[1:])
	}
	return nil
}

func (s Servers) String() string { return "servers of " + s.Backend }

// Probe prints "away" where no haproxy listens, and otherwise "here" and a line
// for each server: its name, its state, and what the last check of it said, with
// tabs between. A haproxy that runs elsewhere than on the host itself, as in a
// container, is none. See "show stat" in haproxy's management guide.
func (s Servers) Probe() sh.Script {
	return sh.Cmd("timeout", "10", "perl", "-MIO::Socket::UNIX", "-e", ask, s.Socket, s.Backend)
}

const ask = `my ($path, $backend) = @ARGV;
$SIG{ALRM} = sub { die "haproxy does not answer at $path: it hangs, and so do its clients\n" };
alarm 5;
my $haproxy = IO::Socket::UNIX->new(Peer => $path);
if (!$haproxy) {
	die "$path: $!\n" unless $!{ENOENT} || $!{ECONNREFUSED};
	my $why = $!;
	for (glob "/proc/[0-9]*") {
		next if (readlink("$_/ns/pid") // "") ne readlink "/proc/self/ns/pid";
		open my $comm, "<", "$_/comm" or next;
		die "haproxy runs, and tells nothing of its servers at $path: $why\n" if (<$comm> // "") eq "haproxy\n";
	}
	print "away\n";
	exit;
}
print $haproxy "show stat\n";
my (@fields, @servers);
while (<$haproxy>) {
	chomp;
	if (s/^# //) { @fields = split /,/; next }
	my %is;
	@is{@fields} = split /,/, $_, -1;
	next if $is{pxname} ne $backend || $is{svname} =~ /^(FRONT|BACK)END$/;
	s/^\* // for $is{check_status};
	tr/"\t//d for $is{last_chk};
	push @servers, join("\t", @is{"svname", "status", "check_status", "last_chk"}) . "\n";
}
die "haproxy does not tell of its servers\n" unless @fields;
print "here\n", @servers;`

// Plan finds the servers' states, or returns [Faults].
func (s Servers) Plan(got string) (c tasks.Change, err error) {
	if err := s.Validate(); err != nil {
		return c, err
	}
	where, list, _ := strings.Cut(got, "\n")
	switch where {
	case "away":
		c.Found = "haproxy does not run here"
		return c, nil
	case "here":
	default:
		return c, fmt.Errorf("the probe printed %q, want away or here", got)
	}
	var down views
	all, up := 0, 0
	for line := range strings.Lines(list) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			return c, fmt.Errorf("the probe printed %q, want a server, its state and its check", line)
		}
		all++
		if strings.HasPrefix(f[1], "UP") || f[1] == "no check" {
			up++
		} else {
			down.add(f[1]+because(f[1], f[2], f[3]), f[0])
		}
	}
	if all == 0 {
		return c, Faults{{"haproxy knows no servers of " + s.Backend, "to apply the recipe again writes its configuration"}}
	}
	var states []string
	for _, d := range down {
		states = append(states, strings.Join(d.by, ", ")+" "+d.what)
	}
	c.Found = fmt.Sprintf("%d of %d up", up, all)
	faults := s.judge(up, all, strings.Join(states, "; "))
	if len(down) > 0 && len(faults) == 0 {
		c.Found += ": " + strings.Join(states, "; ")
	}
	return c, faults.Err()
}

// because is what is known of why a server is down.
func because(state, check, said string) string {
	if state == "MAINT (resolution)" {
		return ": no nameserver knows an address of it"
	}
	if why := strings.Trim(check+" "+said, " "); why != "" {
		return ": " + why
	}
	return ""
}

func (s Servers) judge(up, all int, states string) (faults Faults) {
	const see = "see to the servers, and to the way from this node to them"
	switch required := cmp.Or(s.Required, "all"); {
	case up == all || required == "none":
	case up == 0:
		faults.Add("no server is up, so clients reach nothing: "+states, see)
	case required == "all":
		faults.Add(fmt.Sprintf("%d of %d servers are not up: %s", all-up, all, states), see)
	}
	return faults
}

// Sample is of a host where no haproxy runs yet.
func (Servers) Sample() (before, after string) { return "away\n", "away\n" }
