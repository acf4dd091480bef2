package guard

import (
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// watched sets watched to the processes whose end is that of the run, each as
// PID:START: the shell, and what is above it up to the first that only hands
// its input on: sshd's process of the connection, or hrun. A shell that is
// busy does not notice that nobody listens any more; these do.
const watched sh.Script = `watched= process=$$
while [ "$process" -gt 1 ] && read -r stat <"/proc/$process/stat"; do
	set -- ${stat##*) }
	watched="$watched $process:${20}"
	read -r called <"/proc/$process/comm" || break
	case $called in sh|ash|bash|busybox|csh|dash|doas|env|fish|ksh*|mksh|runuser|su|sudo|tcsh|zsh) ;; *) break ;; esac
	process=$2
done
[ -n "$watched" ] || exit
`

// alive defines a function that tells whether all of the processes PID:START
// that are its arguments run.
const alive sh.Script = `alive() {
	for process in "$@"; do
		read -r stat <"/proc/${process%:*}/stat" && runs "${process#*:}" ${stat##*) } || return
	done
}
runs() {
	case $2 in Z|X) return 1 ;; esac
	[ "$1" = "${21}" ]
}
`

// finish defines a function that ends the process group of the shell PID:START,
// if that still runs: what it is at would work against the undoing. The runner
// ends it the same way.
const finish sh.Script = `finish() {
	alive "$1" && read -r stat <"/proc/${1%:*}/stat" || return
	set -- ${stat##*) }
	kill -TERM "-$3"
	tries=0
	while [ "$tries" -lt 50 ] && kill -0 "-$3"; do
		tries=$((tries + 1))
		sleep 0.1 || sleep 1
	done
	kill -KILL "-$3"
}
`

// orphaned ends what goes on, which has the guard's process group, when the guard
// itself was killed.
const orphaned sh.Script = `(
	read -r guard <"$dir/process"
	while alive "$guard"; do sleep 1; done
	kill -TERM 0
) &
`

// program is what the guard's process carries out. Its arguments are the
// directory that it keeps, and what it watches. To be asked to end is a reason
// to undo, like others.
func (g Guard) program() sh.Script {
	program := `dir=$1
shift
` + alive + finish + `itself() { echo "$$:${20}"; }
read -r stat </proc/$$/stat && itself ${stat##*) } >"$dir/process" && read -r up rest </proc/uptime || exit
end=$((${up%.*} + ` + sh.Script(seconds(g.Within, 15*time.Minute)) + `))
`
	if g.While != "" {
		program += sh.Subshell(g.While) + " &\n" + orphaned
	}
	// Not before: a subshell that is asked to end while it begins might take the
	// trap for its own, and never end.
	program += `trap 'echo >"$dir/now"' HUP INT TERM
until [ -e "$dir/now" ] || ! alive "$@"; do
	read -r up rest </proc/uptime && [ "${up%.*}" -lt "$end" ] || break
	sleep 0.5 || sleep 1
done
[ -e "$dir/now" ] || alive "$@" || finish "$1"
`
	if g.While != "" {
		program += `trap : HUP INT TERM
kill -TERM 0
wait
`
	}
	if g.Undo != "" {
		program += `read -r up rest </proc/uptime
end=$((${up%.*} + 600))
said=/dev/null
if true >"$dir/said"; then said=$dir/said; fi
until ` + sh.Subshell(g.Undo) + ` >"$said" 2>&1; do
	read -r up rest </proc/uptime && [ "${up%.*}" -lt "$end" ] || exit
	sleep 1
done
`
	}
	return program + `rm -rf "$dir"`
}
