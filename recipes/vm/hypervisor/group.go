package hypervisor

import "github.com/hrun-dev/hrun/tasks/sh"

// Tree sets $tree to the control group of the lab $lab in the hierarchy in
// which processes are looked for: systemd's own where there are several, as
// with version 1, or the only one.
const Tree sh.Script = `tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
tree=$tree/hrun/$lab
`

// Join defines a function join that puts the shell into a control group below
// hrun, in each hierarchy that systemd uses, because a container that shares
// its group with another would end the other's services when it ends its own.
// 0 stands for who writes it, which $$ does not in a subshell.
const Join sh.Script = `join() {
	for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
		[ -e "$hierarchy/cgroup.procs" ] || continue
		mkdir -p "$hierarchy/hrun/$1" && echo 0 >"$hierarchy/hrun/$1/cgroup.procs" || return
	done
}
`

// End defines a function end that kills all processes of a control group below
// hrun and removes it, in every hierarchy. Groups of a container vanish while
// they are looked at, so that only what is left at the end counts.
const End sh.Script = `end() {
	for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
		[ -d "$hierarchy/hrun/$1" ] || continue
		tries=0
		while left=$(find "$hierarchy/hrun/$1" -name cgroup.procs -exec cat {} + 2>/dev/null); [ -n "$left" ]; do
			tries=$((tries + 1))
			[ "$tries" -le 200 ] || { echo "these processes do not end:" $left >&2; return 1; }
			kill -KILL $left 2>/dev/null
			sleep 0.05
		done
		find "$hierarchy/hrun/$1" -depth -type d -exec rmdir {} + || return
	done
}
`

// Halt defines a function halt that asks the nspawn processes of all machines below
// a control group to shut their containers down, and waits for it. What does
// not end in 20 seconds is left to end.
const Halt sh.Script = `halt() {
	tries=0
	while left=$(find "$1" -path '*/supervisor/cgroup.procs' -exec cat {} + 2>/dev/null); [ -n "$left" ]; do
		[ "$tries" != 0 ] || kill -TERM $left 2>/dev/null
		tries=$((tries + 1))
		[ "$tries" -le 200 ] || { echo "these containers do not shut down and are killed:" $left >&2; return 0; }
		sleep 0.1
	done
}
`

// Alive is the heart of a probe: it prints whether the control group $group
// itself, not the groups below it, has a process.
const Alive sh.Script = `state=stopped
if [ -e "$group/cgroup.procs" ]; then
	processes=$(cat "$group/cgroup.procs") || exit
	[ -z "$processes" ] || state=running
fi
`
