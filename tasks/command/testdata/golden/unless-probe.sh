(
joinctl status | grep -q joined
) >&2
rc=$?
case $rc in 0) echo done ;; 1) echo due ;; *) exit $rc ;; esac
