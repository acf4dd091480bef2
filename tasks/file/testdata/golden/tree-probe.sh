p=/etc/app d=/etc
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	stat -c 'file %a %u:%g %U:%G' "$p"
elif [ -d "$p" ]; then
	stat -c 'directory %a %u:%g %U:%G' "$p" &&
(
cd -P "$p" || exit
IFS='
'
set -f
l='d conf.d
7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c conf.d/a
l current'
for x in $l; do
	n=./${x#* }
	case $x in d\ *)
		if [ -L "$n" ] || { [ -e "$n" ] && [ ! -d "$n" ]; }; then printf 'no directory %s\n' "$n"; exit; fi
		[ ! -d "$n" ] || [ -x "$n" ] || { printf 'cannot look into %s\n' "$n" >&2; exit 1; } ;;
	esac
done
for x in $l; do
	n=./${x#* }
	if [ -e "$n" ] || [ -L "$n" ]; then printf '%s\0' "$n"; fi
done | xargs -0 -r stat -c '%f %u:%g %U:%G %n' || exit
s=$(for x in $l; do
	n=./${x#* }
	case $x in [dl]\ *) ;; *) if [ -f "$n" ] && [ ! -L "$n" ]; then printf '%s\0' "$n"; fi ;; esac
done | xargs -0 -r sha256sum) || exit
set -- $s
k=0
for x in $l; do
	n=./${x#* }
	case $x in
	d\ *) ;;
	l\ *) if [ -L "$n" ]; then t=$(readlink "$n") && printf 'target %s %s\n%s\n' "${#t}" "$n" "$t" || exit; fi ;;
	*)
		if [ ! -f "$n" ] || [ -L "$n" ]; then continue; fi
		h=${1#\\}
		h=${h%% *}
		shift
		if [ "$h" = "${x%% *}" ]; then continue; fi
		z=$(stat -c %s "$n") || exit
		if [ "$z" -le 65536 ] && [ $((k + z)) -le 1048576 ] && [ "$(tr -d '\000' <"$n" | wc -c)" -eq "$z" ]; then
			k=$((k + z))
			printf 'body %s %s %s %s\n' "$z" "$h" "$z" "$n" && cat "$n" && echo || exit
		else
			printf 'body 0 %s %s %s\n\n' "$h" "$z" "$n"
		fi ;;
	esac
done
echo names
{ rc=$({ { find . -mindepth 1 -xdev -print0 -type d -print0; echo $? >&3; } | sort -z >&4; } 3>&1); } 4>&1
exit "$rc"
)
elif [ -e "$p" ]; then
	stat -c 'other %F' "$p"
elif [ -d "$d" ] && [ -x "$d" ]; then
	echo absent
else
	while [ ! -e "$d" ]; do d=${d%/*} d=${d:-/}; done
	[ ! -d "$d" ] || [ -x "$d" ] || { printf 'cannot look into %s\n' "$d" >&2; exit 1; }
	echo missing
fi
