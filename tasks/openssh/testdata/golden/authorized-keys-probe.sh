h=~deploy
case $h in "~"*) echo 'no user' ; exit ;; esac
as() { sh; }
ids=$(id deploy) || exit
uid=${ids#uid=} gid=${ids#*gid=} own=
while read -r word _ own _; do [ "$word" != Uid: ] || break; done </proc/self/status || exit
if [ "$own" != "${uid%%[!0-9]*}" ]; then
	setpriv=$(command -v setpriv) || setpriv=
	if [ -n "$setpriv" ] && [ ! -L "$setpriv" ]; then
		as() { setpriv --reuid="${uid%%[!0-9]*}" --regid="${gid%%[!0-9]*}" --init-groups sh; }
	else
		as() { su -s /bin/sh deploy -c 'exec sh'; }
	fi
fi
printf %s '{ cd /
h=~deploy
d=$h/.ssh p=$d/authorized_keys
if [ ! -d "$h" ]; then echo '\''home missing'\''; exit; fi
if [ ! -L "$d" ] && [ -d "$d" ] && [ -O "$d" ] && [ -x "$d" ] && [ ! -L "$p" ] && [ -f "$p" ] && [ -O "$p" ]; then
	set -- $(stat -c '\''%a %s'\'' "$h/." "$d" "$p")
	[ $# = 6 ] || exit 1
	printf '\''home %s\ndirectory own %s\nfile own %s\n'\'' "$1" "$3" "$5"
	if [ "$6" -gt 1048576 ]; then echo large; exit; fi
	echo text
	exec cat "$p"
fi
stat -L -c '\''home %a'\'' "$h" || exit
if [ -L "$d" ]; then
	echo '\''directory link'\''
elif [ -d "$d" ] && [ -O "$d" ]; then
	stat -c '\''directory own %a'\'' "$d" || exit
elif [ -e "$d" ]; then
	stat -c '\''directory other %F of %U'\'' "$d"; exit
elif [ -x "$h" ]; then
	echo '\''directory absent'\''; exit
else
	echo "cannot look into $h" >&2; exit 1
fi
[ -x "$d" ] || { echo "cannot look into $d" >&2; exit 1; }
if [ -L "$p" ]; then
	echo '\''file link'\''
elif [ -e "$p" ]; then
	stat -c '\''file other %F of %U'\'' "$p"
else
	echo '\''file absent'\''
fi
exit
} </dev/null
' | { as
}
