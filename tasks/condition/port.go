package condition

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Port wants a TCP port to accept connections, as seen from the host. It opens
// one and closes it again, which some servers write to their logs, and an sshd
// may take for an attack (PerSourcePenalties of sshd_config(5)): ask for what
// listens on the host itself with [Listening].
//
// The host needs bash, or the nc of busybox or OpenBSD.
type Port struct {
	Host   string        // name or address; empty means 127.0.0.1
	Number uint16        // 1 to 65535
	Not    bool          // wants that nobody answers
	Within time.Duration // for one connection to come about; 0 means 3 s; whole seconds
}

var _ Condition = Port{}

func (p Port) host() string {
	if p.Host == "" {
		return "127.0.0.1"
	}
	return p.Host
}

func (p Port) String() string {
	state := "open"
	if p.Not {
		state = "closed"
	}
	return fmt.Sprintf("port %d of %s is %s", p.Number, p.host(), state)
}

// Validate reports a port or a host that cannot be.
func (p Port) Validate() error {
	var errs []error
	if p.Number == 0 {
		errs = append(errs, errors.New("port 0 cannot be connected to"))
	}
	if strings.HasPrefix(p.host(), "-") || strings.ContainsAny(p.host(), " \t\n/") {
		errs = append(errs, fmt.Errorf("%q is not the name of a host", p.Host))
	}
	return errors.Join(append(errs, checkBound(p.Within))...)
}

// Look connects. That takes a second shell: only bash can do it by itself.
func (p Port) Look() sh.Script {
	port, within := strconv.Itoa(int(p.Number)), seconds(p.Within, 3*time.Second)
	nc := func(args ...string) sh.Script {
		return sh.Cmd("timeout", append([]string{within, "nc"}, args...)...)
	}
	holds, differs := sh.Script("0"), sh.Script("1")
	if p.Not {
		holds, differs = differs, holds
	}
	return `if command -v bash >/dev/null; then
	said=$(` + sh.Cmd("timeout", within, "bash", "-c", `exec 3<>"/dev/tcp/$1/$2"`, "bash", p.host(), port) + ` 2>&1)
elif ! command -v nc >/dev/null; then
	echo 'to connect to a port, bash or nc must be there' >&2; exit 2
else
	case $(nc --help 2>&1) in
	*-z*) said=$(` + nc("-z", "-w", within, p.host(), port) + ` 2>&1) ;;
	*) said=$(` + nc("-w", within, p.host(), port, "-e", "true") + ` 2>&1) ;;
	esac
fi
case $? in
0) echo 'it accepts connections'; exit ` + holds + ` ;;
124|143) echo 'no answer within ` + sh.Script(within) + ` s' ;;
125|126|127) printf '%s\n' "$said" >&2; exit 2 ;;
*) printf '%s\n' "${said##*: }" ;;
esac
exit ` + differs
}
