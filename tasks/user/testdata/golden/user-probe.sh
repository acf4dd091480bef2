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
	case ' deploy users adm sudo ' in *" $name "*) known="$known $name" ;; esac
done </etc/group || exit
printf 'primary %s\nmember%s\nknown%s\n' "$primary" "$member" "$known"
} &&
if command -v useradd >/dev/null; then echo tools; else echo 'no tools'; fi &&
{ hash= day=
while IFS=: read -r name field _ _ _ _ _ expires _ || [ -n "$name" ]; do
	if [ "$name" = deploy ]; then hash=$field day=$expires; break; fi
done </etc/shadow || exit
lock=unlocked
case $hash in '!'*) lock=locked hash=${hash#!} ;; esac
case $hash in ''|'*'|'!'|x) hash=none ;; *) hash=$(printf %s "$hash" | sha256sum) || exit; hash=${hash%% *} ;; esac
printf 'shadow %s %s %s\n' "$lock" "$hash" "${day:-never}"
} &&
{ p='/home/it'\''s $x'
if [ -d "$p" ]; then
	echo home directory
elif [ -e "$p" ] || [ -L "$p" ]; then
	echo home other
else
	while [ ! -e "$p" ]; do p=${p%/*} p=${p:-/}; done
	[ ! -d "$p" ] || [ -x "$p" ] || { printf 'cannot look into %s\n' "$p" >&2; exit 1; }
	echo home absent
fi
}
