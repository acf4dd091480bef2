left=10
if printf %s 'trap '\''trap : TERM; kill -TERM 0; exit 124'\'' TERM
(
crm_mon -1 | grep -q '\''partition with quorum'\''
) </dev/null 2>&1 &
wait $!
' | { timeout "$left" setsid sh
} >/dev/null; then echo holds; else echo not yet; fi
