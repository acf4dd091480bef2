shown=$(ip -o addr show) || exit 2
holds=yes
for vip in 192.0.2.100 192.0.2.101; do
	case $shown in *" $vip/"*) ;; *) holds=no ;; esac
done
if [ $holds = yes ]; then exit 0; fi
echo "keepalived is $(systemctl is-active keepalived), and the router does not hold them; its journal may say why"
exit 1
