package file

import (
	"strconv"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Probe prints type, mode and owner of the directory and of every entry, the
// targets of links, digest and size of files that differ, and of the first
// MiB of these the old texts that have at most 64 KiB; with Purge also the name
// of everything in the directory. It costs a fixed number of processes as long
// as nothing differs and no link is wanted.
func (t Tree) Probe() sh.Script {
	entries, err := complete(t.Entries)
	if err != nil {
		return sh.Cmd("echo", err.Error()) + " >&2; exit 1"
	}
	var list string
	for i, e := range entries {
		mark := map[string]string{"file": digest(e.Body), "directory": "d", "link": "l"}[e.kind()]
		if i > 0 {
			list += "\n"
		}
		list += mark + " " + e.Name
	}
	names := sh.Script("")
	if t.Purge {
		names = `echo names
{ rc=$({ { find . -mindepth 1 -xdev -print0 -type d -print0; echo $? >&3; } | sort -z >&4; } 3>&1); } 4>&1
exit "$rc"
`
	}
	return look(t.Path, "", `(
cd -P "$p" || exit
IFS='
'
set -f
l=`+sh.Word(list)+`
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
		if [ "$z" -le `+sh.Script(strconv.Itoa(shown))+` ] && [ $((k + z)) -le `+sh.Script(strconv.Itoa(editable))+` ] && [ "$(tr -d '\000' <"$n" | wc -c)" -eq "$z" ]; then
			k=$((k + z))
			printf 'body %s %s %s %s\n' "$z" "$h" "$z" "$n" && cat "$n" && echo || exit
		else
			printf 'body 0 %s %s %s\n\n' "$h" "$z" "$n"
		fi ;;
	esac
done
`+names+`)`)
}
