command -v corosync-cfgtool >/dev/null || { echo 'silent it is not installed'; exit 0; }
links=$(timeout 10 corosync-cfgtool -s 2>&1)
case $links in *'Local node ID '*) ;; *) printf 'silent %s\n' "$links"; exit 0 ;; esac
names=$(timeout 10 corosync-cmapctl nodelist.node.) || exit 2
printf '%s\n' "$links" "$names"
