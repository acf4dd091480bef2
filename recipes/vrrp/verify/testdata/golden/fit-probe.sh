said=$(
{ systemctl is-active --quiet keepalived
case $? in 0) ;; 3|4) echo 'keepalived does not run'; exit 1 ;; *) exit 2 ;; esac
for process in /proc/[0-9]*; do
	{ read -r id called how rest <"$process/stat"; } 2>/dev/null || continue
	case $called,$how in '(keepalived),T') echo 'keepalived has been stopped by a signal: it hears nothing and gives nothing up'; exit 1 ;; esac
done
invocation=$(systemctl show --property=InvocationID --value keepalived) || exit 2
log=$(journalctl --quiet --output=cat "_SYSTEMD_INVOCATION_ID=$invocation") || exit 2
state=$(printf '%s\n' "$log" | sed -n 's/^(VI_1) Entering \([A-Z]*\) STATE.*/\1/p' | tail -n 1)
if [ "$state" != FAULT ]; then echo "${state:-its journal does not tell of its state}"; exit 0; fi
failed=$(printf '%s\n' "$log" | sed -n 's/^VRRP_Script(\([^)]*\)) \(failed\|timed_out\|succeeded\|considered\).*/\1 \2/p' |
	awk '{ last[$1] = $2 } END { for (s in last) if (last[s] == "failed" || last[s] == "timed_out") print s }' | sort | tr '\n' ' ')
echo "keepalived is in the state FAULT and does not want the address: ${failed:+the script ${failed}fails}"
exit 1
}
)
case $? in
0) printf 'well %s\n' "$said" ;;
1) printf 'wrong %s\n' "$said" ;;
*) printf '%s\n' "$said" >&2; exit 2 ;;
esac
