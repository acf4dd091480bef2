here=$(ip -o addr show) || exit 2
case $here in *" "192.0.2.100/*) echo ours; exit 0 ;; esac
grep -q '^ *eno1:' /proc/net/dev
case $? in 0) ;; 1) echo nowhere; exit 0 ;; *) exit 2 ;; esac
way=$(ip -o route get 192.0.2.100) || exit 2
case "$way " in *" dev "eno1" "*) ;; *) printf '%s is not reached on %s: %s\n' 192.0.2.100 eno1 "$way" >&2; exit 2 ;; esac
command -v bash >/dev/null || { echo 'bash is not installed' >&2; exit 2; }
known=$(ip neigh show to 192.0.2.100 dev eno1) || exit 2
[ -z "$known" ] || ip neigh flush to 192.0.2.100 dev eno1 || exit 2
bash -c 'for a; do (echo >"/dev/udp/$a/9"); done 2>&1' bash 192.0.2.100 192.0.2.2 192.0.2.3 >/dev/null
n=0
look() {
	known=$(ip neigh show to "$1" dev eno1) || exit 2
	known=${known% } mac= state=${known##* }
	case $known in *lladdr*) mac=${known##*lladdr } mac=${mac%% *} ;; esac
}
pause() {
	[ $n -lt 100 ] && n=$((n + 1)) && sleep 0.1
}
peers=
for peer in 192.0.2.2 192.0.2.3; do
	while look "$peer" && [ "$state" = INCOMPLETE ] && pause; do :; done
	[ -z "$mac" ] || peers="$peers
peer $mac"
done
while look 192.0.2.100; do
	case $state in
	REACHABLE|PERMANENT|NOARP) break ;;
	FAILED|'') mac=; break ;;
	esac
	case $peers in *"peer $mac"*) [ -z "$mac" ] || break ;; esac # in doubt who answered last
	pause || { mac=; break; }
done
if [ -n "$mac" ]; then echo "answers $mac$peers"; else echo free; fi
