at='' seconds=600
run=$at/run/cloud-init lib=$at/var/lib/cloud
of_this_boot() { [ -e "$run/.instance-id" ] && [ -e "$1" ] && ! [ "$run/.instance-id" -nt "$1" ]; }
going_down() {
	of_this_boot "$lib/instance/sem/config_power_state_change" || return 1
	[ -e "$at/run/systemd/shutdown/scheduled" ] && return
	[ -r "$at/proc/self/cmdline" ] || exit
	grep -qsxze '--mode=fina[l]' -e '--all-stage[s]' "$at"/proc/[0-9]*/cmdline && return
	[ -d "$at/run/systemd/system" ] || return
	system=$(systemctl is-system-running)
	case $system in
	stopping) return 0 ;;
	initializing|starting|running|degraded|maintenance) return 1 ;;
	esac
	echo "systemd is $system" >&2
	exit 1
}
look() {
	if ! [ -e "$run/status.json" ] && { [ -e "$run/disabled" ] || ! [ -e "$run/enabled" ]; }; then echo none
	elif ! [ -e "$run/result.json" ] || ! [ -e "$run/.instance-id" ]; then
		if ! [ -e "$lib/instance/sem/consume_data" ] || of_this_boot "$lib/instance/sem/consume_data"; then echo "first boot"; else echo "later boot"; fi
	elif going_down; then echo "going down"
	else echo finished && cat "$run/.instance-id" "$run/result.json"; fi
}
stage=
n=0
while :; do
	state=$(look) || state=
	case $state in
	none|finished*) exit 0 ;;
	esac
	was=$stage
	stage=$(sed -n 's/.*"stage": *"\([^"]*\)".*/\1/p' "$run/status.json")
	[ "$stage" = "$was" ] || echo "cloud-init: ${stage:-between two stages}"
	[ "$n" -lt "$seconds" ] || { echo "cloud-init has not come to its end within $seconds s; it is at: ${stage:-$state}" >&2; exit 1; }
	sleep 1 || :
	n=$((n+1))
done
