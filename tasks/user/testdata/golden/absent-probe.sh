{ found= gid= home=
while IFS=: read -r name _ uid group comment dir shell || [ -n "$name" ]; do
	if [ "$name" = deploy ]; then found=$name:$uid:$group:$comment:$dir:$shell gid=$group home=$dir; break; fi
done </etc/passwd || exit
if [ -n "$found" ]; then
	printf 'user %s\n' "$found"
else
	if command -v getent >/dev/null; then getent passwd deploy >/dev/null; else (exit 2); fi
	rc=$?
	case $rc in 0) echo foreign ;; 2) echo absent ;; *) exit $rc ;; esac
fi
} &&
if command -v useradd >/dev/null; then echo tools; else echo 'no tools'; fi
