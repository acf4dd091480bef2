found=
while IFS=: read -r name _ id _ || [ -n "$name" ]; do
	if [ "$name" = ops ]; then found=$name:$id; break; fi
done </etc/group || exit
if [ -n "$found" ]; then
	printf 'group %s\n' "$found"
else
	if command -v getent >/dev/null; then getent group ops >/dev/null; else (exit 2); fi
	rc=$?
	case $rc in 0) echo foreign ;; 2) echo absent ;; *) exit $rc ;; esac
fi
if command -v useradd >/dev/null; then echo tools; else echo 'no tools'; fi
