systemctl is-active --quiet keepalived
case $? in 0) ;; 3|4) echo free; exit 0 ;; *) exit 2 ;; esac
shown=$(ip -o addr show) || exit 2
holds=yes
for vip in 192.0.2.100 192.0.2.101; do
	case $shown in *" $vip/"*) ;; *) holds=no ;; esac
done
if [ $holds = yes ]; then echo 1; else echo 0; fi
