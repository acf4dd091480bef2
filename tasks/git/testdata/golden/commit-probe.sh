( p=/srv/app d=/srv
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	stat -c 'file %a %u:%g %U:%G' "$p"
elif [ -d "$p" ]; then
	stat -c 'directory %a %u:%g %U:%G' "$p"
elif [ -e "$p" ]; then
	stat -c 'other %F' "$p"
elif [ -d "$d" ] && [ -x "$d" ]; then
	echo absent
else
	while [ ! -e "$d" ]; do d=${d%/*} d=${d:-/}; done
	[ ! -d "$d" ] || [ -x "$d" ] || { printf 'cannot look into %s\n' "$d" >&2; exit 1; }
	echo missing
fi
) &&
(
h=~app
case $h in "~"*) echo 'no user'
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
export GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND='\''ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=15'\''
unset SUDO_UID SSH_ASKPASS GIT_ASKPASS
safe='\''--no-optional-locks -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.askPass= -c advice.detachedHead=false -c gc.auto=0 -c maintenance.auto=false -c http.lowSpeedLimit=1 -c http.lowSpeedTime=60'\''
g() { git $safe "$@"; }
command -v git >/dev/null || { echo '\''no git'\''; exit; }
if [ ! -d /srv/app ] || [ -L /srv/app ]; then exit; fi
cd /srv/app && GIT_CEILING_DIRECTORIES=$(cd -P .. && pwd -P) && export GIT_CEILING_DIRECTORIES || exit
if [ ! -d .git ] || [ -L .git ]; then
	l=$(ls -A) || exit
	if [ -n "$l" ]; then echo occupied; else echo empty; fi
	exit
fi
h=$(g rev-parse --git-dir) || exit
echo repository
if [ "$(g config --get remote.origin.url)" = git@example.org:app.git ]; then echo '\''origin same'\''; else echo '\''origin other'\''; fi
if h=$(g rev-parse --verify -q HEAD); then echo "head $h"; else exit 0; fi
l=$(g status --porcelain --untracked-files=no --ignore-submodules=all) || exit
[ -z "$l" ] || printf '\''%s\n'\'' "$l" | head -n 10 | sed '\''s/^/dirty /'\''
l=$(g submodule status --recursive) || exit
printf '\''%s\n'\'' "$l" | sed -n '\''s/^[-+U]//p'\'' | head -n 10 | sed '\''s/^/submodule /'\''
exit
} </dev/null
' | { as
}
)
