if [ -d /run/systemd/system ]; then systemctl reboot; else reboot; fi &&
{ n=0
while [ $n -lt 600 ]; do
  sleep 1 || :
  n=$((n+1))
done
echo "the host has not gone down within 600 s" >&2
exit 1
}
