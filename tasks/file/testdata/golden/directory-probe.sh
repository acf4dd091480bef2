if [ -d '/srv/it'\''s' ] && { [ -L '/srv/it'\''s' ] && case $(stat -c %u '/srv/it'\''s') in 0|"$(id -u)") ;; *) false ;; esac; }; then stat -L -c 'directory %a %u:%g %U:%G' '/srv/it'\''s'; else
p='/srv/it'\''s' d=/srv
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
fi
