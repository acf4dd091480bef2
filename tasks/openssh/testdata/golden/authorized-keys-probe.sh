h=~deploy
case $h in "~"*) echo 'no user' ; exit ;; esac
as() { sh; }
if [ "$(id -un)" != deploy ]; then
	ids=$(id deploy) && uid=${ids#uid=} gid=${ids#*gid=} setpriv=$(command -v setpriv) || setpriv=
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
elif [ -f "$p" ] && [ -O "$p" ]; then
	s=$(stat -c '\''%a %s'\'' "$p") && echo "file own ${s% *}" && if [ "${s#* }" -le 1048576 ]; then echo text; cat "$p"; else echo large; fi
elif [ -e "$p" ]; then
	stat -c '\''file other %F of %U'\'' "$p"
else
	echo '\''file absent'\''
fi
exit
} </dev/null
' | { as
}
