h=~deploy
case $h in "~"*) echo 'no user' ; exit ;; esac
uid=$(id -u deploy) && gid=$(id -g deploy) && me=$(id -u) || exit
as() {
	if [ "$me" = "$uid" ]; then sh; return; fi
	case $(setpriv --help 2>&1) in
	*--reuid*) setpriv --reuid="$uid" --regid="$gid" --init-groups sh ;;
	*) su -s /bin/sh deploy -c 'exec sh' ;;
	esac
}
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
	n=$(stat -c %s "$p") && stat -c '\''file own %a'\'' "$p" && if [ "$n" -le 1048576 ]; then echo text; cat "$p"; else echo large; fi
elif [ -e "$p" ]; then
	stat -c '\''file other %F of %U'\'' "$p"
else
	echo '\''file absent'\''
fi
exit
} </dev/null
' | { as
}
