package condition

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Listening wants some process of the host to listen on a TCP port, on any of
// its addresses. It reads the kernel's tables, proc(5), and connects to nobody.
type Listening struct {
	Port uint16 // 1 to 65535
	Not  bool   // wants that nobody listens
}

var _ Condition = Listening{}

func (l Listening) String() string {
	if l.Not {
		return fmt.Sprintf("nothing listens on port %d", l.Port)
	}
	return fmt.Sprintf("something listens on port %d", l.Port)
}

// Validate reports port 0.
func (l Listening) Validate() error {
	if l.Port == 0 {
		return errors.New("nothing can listen on port 0")
	}
	return nil
}

// Look reads the tables. The kernel has none for IPv6 where that is turned off.
func (l Listening) Look() sh.Script {
	holds, differs := "0", "1"
	if l.Not {
		holds, differs = differs, holds
	}
	return sh.Script(fmt.Sprintf(`set -- /proc/net/tcp
[ ! -e /proc/net/tcp6 ] || set -- "$@" /proc/net/tcp6
awk '$4 == "0A" && $2 ~ /:%04X$/ { found = 1 } END { exit !found }' "$@"
case $? in
0) echo 'somebody listens'; exit %s ;;
1) echo 'nobody listens'; exit %s ;;
*) exit 2 ;;
esac`, l.Port, holds, differs))
}
