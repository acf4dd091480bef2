h=~app
case $h in "~"*) echo 'no user'; exit ;; esac
if [ ! -d '/srv/it'\''s app' ]; then echo 'no directory'; exit; fi
(
(
h=~app
case $h in "~"*) echo 'there is no user app' >&2; exit 2
exit ;; esac
export HOME="$h" USER=app LOGNAME=app
as() { sh; }
if [ "$(id -un)" != app ]; then
	ids=$(id app) && uid=${ids#uid=} gid=${ids#*gid=} setpriv=$(command -v setpriv) || setpriv=
	if [ -n "$setpriv" ] && [ ! -L "$setpriv" ]; then
		as() { setpriv --reuid="${uid%%[!0-9]*}" --regid="${gid%%[!0-9]*}" --init-groups sh; }
	else
		as() { su -s /bin/sh app -c 'exec sh'; }
	fi
fi
printf %s '{ cd /
cd '\''/srv/it'\''\'\'''\''s app'\'' || exit 2
export A=1
export B='\''it'\''\'\'''\''s'\''
export C=hunter2
seed --check
exit
} </dev/null
' | { as
}
)
) >&2
rc=$?
case $rc in 0) echo done ;; 1) echo due ;; *) exit $rc ;; esac
