( p=/var/cache/app.tar.gz d=/var/cache
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
( p=/opt/app d=/opt
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
( if [ ! -f /var/cache/app.tar.gz ]; then exit; fi
s=$(sha256sum </var/cache/app.tar.gz) && echo "source ${s%% *}" ) &&
( i=/opt/app
if [ ! -d "$i" ] || [ -L "$i" ]; then exit; fi
cd -P "$i" || exit
s=/dev/null
if [ -f ./.hrun-archive ] && [ ! -L ./.hrun-archive ]; then s=./.hrun-archive; fi
m=$({ rc=$({ {
	find . -xdev ! -type d -exec stat -c '%f %u:%g %s %n' {} + && find . -xdev -type d -exec stat -c '%f %u:%g - %n' {} +
	echo $? >&3
} | sort >&4; } 3>&1); } 4>&1 && [ "$rc" = 0 ]
) || exit
printf '%s\n' "$m" | keep='etc
it'\''s' awk -v stamp="$s" '
function name() { return substr($0, length($1) + length($2) + length($3) + 4) }
function mine(n,   i) {
	if (n == "./.hrun-archive") return 0
	for (i = 1; i <= keeps; i++) if (n == "./" keep[i] || index(n, "./" keep[i] "/") == 1) return 0
	return 1
}
function above(n,   i) {
	for (i = 1; i <= keeps; i++) if (index("./" keep[i], n "/") == 1) return 1
	return 0
}
function tell(kind, n) { if (++told[kind] <= 10) print kind " " n }
BEGIN {
	keeps = split(ENVIRON["keep"], keep, "\n")
	if ((getline <stamp) > 0) print "stamp " $0
	while ((getline <stamp) > 0) { n = name(); if (mine(n)) { want[n] = $1 " " $2 " " $3; order[++wanted] = n } }
}
{
	n = name()
	if (!mine(n)) next
	seen[n] = 1
	if (!(n in want)) { if (n != "." && !above(n)) tell("other", n) }
	else if (want[n] != $1 " " $2 " " $3) tell("changed", n)
}
END { for (i = 1; i <= wanted; i++) if (!(order[i] in seen)) tell("missing", order[i]) }' )
