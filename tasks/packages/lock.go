package packages

import (
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// seconds returns the timeout in whole seconds, rounded up.
func seconds(timeout time.Duration) string {
	if timeout == 0 {
		timeout = 5 * time.Minute
	}
	return strconv.Itoa(int((timeout + time.Second - 1) / time.Second))
}

// Await returns a script that waits until nobody holds a lock on the files, at
// most for the timeout, 0 meaning 5 minutes. It says on standard error who
// does, and exits with status 100 if it gave up. It is for tasks that need what
// package managers lock.
func Await(files []string, timeout time.Duration) sh.Script { return await(files, "", timeout) }

// await returns the script that waits until nobody holds a lock on the files,
// and says who does. apt-get can wait too, but not for the lists, and it tells
// a person neither whom it waits for nor, at the end, whom it waited for.
// Further locks are files that hold the number of a process, as a pattern of
// the shell: they are locked as long as that process lives.
//
// The kernel lists locks by device and inode; the number of the device is not
// always the one that stat shows, so the holder's open files decide.
func await(files []string, processes sh.Script, timeout time.Duration) sh.Script {
	bound := sh.Script(seconds(timeout))
	return `holder() {
	for file in ` + words(files) + `; do
		[ -e "$file" ] || continue
		inode=$(stat -c %i "$file") || return
		while read -r _ kind _ _ pid where _; do
			case $kind in POSIX|FLOCK) ;; *) continue ;; esac
			case $where in *:"$inode") ;; *) continue ;; esac
			for open in /proc/"$pid"/fd/*; do
				[ "$open" -ef "$file" ] || continue
				command=$(tr '\0\n' '  ' </proc/"$pid"/cmdline)
				echo "process $pid (${command% }), which holds $file"
				return
			done
		done </proc/locks || return
	done
` + holders(processes) + `}
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

func holders(processes sh.Script) sh.Script {
	if processes == "" {
		return ""
	}
	return `	for file in ` + processes + `; do
		[ -s "$file" ] && pid=$(cat "$file") && [ -d "/proc/$pid" ] || continue
		command=$(tr '\0\n' '  ' </proc/"$pid"/cmdline)
		echo "process $pid (${command% }), which holds $file"
		return
	done
`
}
