why=$(
[ -e /var/run/reboot-required ] || exit 1
if [ -e /var/run/reboot-required.pkgs ]; then sort -u /var/run/reboot-required.pkgs || exit 2; fi
)
case $? in
0) echo yes; printf '%s\n' "$why" ;;
1) echo no ;;
*) exit 2 ;;
esac
