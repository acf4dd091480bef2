systemctl is-active --quiet keepalived
case $? in 0) echo ours; exit 0 ;; 3|4) ;; *) echo 'systemctl does not say whether keepalived runs' >&2; exit 2 ;; esac
here=$(ip -o addr show) || exit 2
case $here in *" "192.0.2.100/*) echo ours; exit 0 ;; esac
command -v bash >/dev/null || { echo 'bash is not installed' >&2; exit 2; }
bash -c 'for a; do (echo >"/dev/udp/$a/9"); done 2>&1' bash 192.0.2.100 192.0.2.2 192.0.2.3 >/dev/null
n=0
ask() {
	while :; do
		known=$(ip neigh show to "$1" dev eno1) || exit 2
		known=${known% } mac= state=${known##* }
		case $known in *lladdr*) mac=${known##*lladdr } mac=${mac%% *} ;; esac
		case " $2 " in *" ${state:-none} "*) ;; *) return ;; esac
		[ $n -lt 100 ] || return
		n=$((n + 1))
		sleep 0.1
	done
}
ask 192.0.2.100 'INCOMPLETE STALE DELAY PROBE'
case $state in
REACHABLE|PERMANENT|NOARP) echo "answers $mac" ;;
*) echo free; exit 0 ;;
esac
for peer in 192.0.2.2 192.0.2.3; do
	ask "$peer" INCOMPLETE
	[ -z "$mac" ] || echo "peer $mac"
done
