package hypervisor

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Room is what is going to be written onto the disks of a hypervisor.
type Room []Need

// Need is how much a file or directory will take up.
type Need struct {
	Path string // where it will be; what is there already needs no room
	MiB  int
}

// Probe is a part of a probe: it prints a line for each file system that has
// not room for all that is going to be on it, and nothing else, because how
// much is free is another at any time.
func (r Room) Probe() sh.Script {
	if len(r) == 0 {
		return ":"
	}
	calls := make([]sh.Script, len(r))
	for i, n := range r {
		calls[i] = sh.Script("room ") + sh.Word(n.Path) + sh.Script(" "+strconv.Itoa(n.MiB))
	}
	script := sh.Script(`(
room() {
	[ ! -e "$1" ] || return 0
	dir=${1%/*}
	while [ -n "$dir" ] && [ ! -d "$dir" ]; do
		dir=${dir%/*}
	done
	free=$(df -P -k "${dir:-/}") || return
	printf '%s\n' "$free" | awk -v need="$2" 'NR == 2 { free = int($4 / 1024); for (i = 0; i < 5; i++) sub(/^[^ ]+ +/, ""); print need, free, $0 }'
}
needs=$(`)
	for i, call := range calls {
		if i > 0 {
			script += " && "
		}
		script += call
	}
	return script + `) || exit
printf '%s\n' "$needs" | awk 'NF { need = $1; have = $2; sub(/^[0-9]+ [0-9]+ /, ""); needs[$0] += need; free[$0] = have }
	END { for (on in needs) if (needs[on] > free[on]) print "room", needs[on], free[on], on }' | sort
)`
}

// Short returns what a line of the probe says in words, or nothing if it is
// not one of [Room.Probe].
func Short(line string) string {
	words := strings.SplitN(strings.TrimSpace(line), " ", 4)
	if len(words) != 4 || words[0] != "room" {
		return ""
	}
	return fmt.Sprintf("room on %s: %s MiB are needed, %s MiB are free", words[3], words[1], words[2])
}
