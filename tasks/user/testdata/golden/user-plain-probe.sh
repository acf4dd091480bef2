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
{ primary= member= known=
while IFS=: read -r name _ id users || [ -n "$name" ]; do
	if [ "$id" = "$gid" ]; then primary=${primary:-$name}; fi
	case ,$users, in *,deploy,*) member="$member $name" ;; esac
	case ' deploy  ' in *" $name "*) known="$known $name" ;; esac
done </etc/group || exit
printf 'primary %s\nmember%s\nknown%s\n' "$primary" "$member" "$known"
} &&
if command -v useradd >/dev/null; then echo tools; else echo 'no tools'; fi
