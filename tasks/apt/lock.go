package apt

import (
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// lockFiles are what apt-get and dpkg lock, in the order that they do.
var lockFiles = [...]string{
	"/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock",
	"/var/lib/apt/lists/lock", "/var/cache/apt/archives/lock",
}

// seconds returns the timeout in whole seconds, rounded up.
func seconds(timeout time.Duration) string {
	if timeout == 0 {
		timeout = 5 * time.Minute
	}
	return strconv.Itoa(int((timeout + time.Second - 1) / time.Second))
}

// await returns the script that waits until nobody holds a lock on the files,
// and says who does. apt-get can wait too, but not for the lists, and it tells
// a person neither whom it waits for nor, at the end, whom it waited for.
//
// The kernel lists locks by device and inode; the number of the device is not
// always the one that stat shows, so the holder's open files decide.
func await(files [len(lockFiles)]string, timeout time.Duration) sh.Script {
	bound := sh.Script(seconds(timeout))
	return `holder() {
	for file in ` + words(files[:]) + `; do
		[ -e "$file" ] || continue
		inode=$(stat -c %i "$file") || return
		while read -r _ kind _ _ pid where _; do
			[ "$kind" = POSIX ] || continue
			case $where in *:"$inode") ;; *) continue ;; esac
			for open in /proc/"$pid"/fd/*; do
				[ "$open" -ef "$file" ] || continue
				command=$(tr '\0' ' ' </proc/"$pid"/cmdline)
				echo "process $pid (${command% }), which holds $file"
				return
			done
		done </proc/locks || return
	done
}
waited=0 told=
while held=$(holder) || exit; [ -n "$held" ]; do
	if [ "$waited" -ge ` + bound + ` ]; then
		echo "gave up after ` + bound + ` s of waiting for $held" >&2
		exit 100
	fi
	if [ "$held" != "$told" ]; then
		echo "waiting up to ` + bound + ` s for $held" >&2
		told=$held
	fi
	sleep 1
	waited=$((waited + 1))
done`
}

func words(s []string) sh.Script {
	if len(s) == 0 {
		return ""
	}
	return sh.Cmd(s[0], s[1:]...)
}
