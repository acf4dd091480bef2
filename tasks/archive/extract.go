package archive

import (
	"strconv"

	"github.com/hrun-dev/hrun/tasks/internal/stage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// stamp is the name of the file that remembers what was extracted.
const stamp = ".hrun-archive"

// extract makes the directory anew. What the archive holds is looked at twice:
// its names before anything is extracted, and the rest of it in the directory
// that nobody else can enter, before anyone is given a right to it.
func (x Extracted) extract(digest string) sh.Script {
	f, _ := formatOf(x.Source)
	return stage.Directory(x.Into, x.keep(),
		`case $(sha256sum <`+sh.Word(x.Source)+`) in `+sh.Script(digest)+`*) ;; *) echo 'the archive has just changed' >&2; exit 1 ;; esac`,
		sh.Subshell(x.inspect()),
		`mkdir "./$n~"`,
		sh.Subshell("umask 022\n"+f.extract(x.Source)+" >&2"),
		x.strip(),
		sh.Subshell(harmless),
		x.own(),
		`chmod -R u+rwX,go-w,a-s,-t "./$n"`,
		sh.Cmd("chmod", strconv.FormatUint(uint64(x.mode()), 8))+` "./$n"`,
		sh.Subshell(`cd "./$n" && { m=$(`+sh.Script(manifest)+`
) && `+sh.Cmd("echo", digest+" "+x.recipe())+` && printf '%s\n' "$m"; } >./`+stamp+` && chmod 644 ./`+stamp),
		x.room(),
	)
}

// inspect fails if a name in the archive leads out of the directory. Some
// programs list a name without what is bad in it, and say so.
func (x Extracted) inspect() sh.Script {
	f, _ := formatOf(x.Source)
	names := sh.Script("cat")
	if f.zip {
		names = `sed 's/^ *[0-9]\{1,\}  *[0-9-]\{8,\}  *[0-9:]\{5,\}  *//'`
	}
	return `l=$(` + f.list(x.Source) + ` 2>&1) || { printf '%s\n' "$l" | tail -n 5 >&2; exit 1; }
l=$(printf '%s\n' "$l" | ` + names + ` | grep -E '^/|(^|/)\.\.(/|$)|emoving leading ' | head -n 3)
[ -z "$l" ] || { printf 'refused, because the archive has names that lead out of it:\n%s\n' "$l" >&2; exit 1; }`
}

// strip gives the directory its name, or the one that all the rest lies in.
func (x Extracted) strip() sh.Script {
	return `{ r=./$n~ i=0
while [ "$i" -lt ` + sh.Script(strconv.Itoa(x.Strip)) + ` ]; do
	e=$(ls -A "$r") && [ -n "$e" ] && [ -d "$r/$e" ] && [ ! -L "$r/$e" ] || { printf 'cannot leave out a directory, because not all lies in one:\n%s\n' "$e" | head -n 5 >&2; exit 1; }
	r=$r/$e i=$((i + 1))
done
mv -T "$r" "./$n"; }`
}

// harmless fails if the directory holds what an archive that is not trusted
// must not have. The names of links in it are not followed, and ".." is allowed
// only in the beginning of a target, where it means directories that are no
// links. A hard link to something else on the host shows in the number of links.
const harmless = `refuse() { printf 'refused, because the archive has %s:\n%s\n' "$1" "$2" >&2; exit 1; }
cd "./$n" || exit
l=$(find . ! -type f ! -type d ! -type l) || exit
[ -z "$l" ] || refuse 'devices or the like' "$l"
l=$(find . -name '*
*') || exit
[ -z "$l" ] || refuse 'names of several lines' "$l"
[ ! -e ./` + stamp + ` ] && [ ! -L ./` + stamp + ` ] || refuse 'a name that is taken' ./` + stamp + `
l=$(find . ! -type d -exec stat -c '%h %i' {} + | sort | uniq -c | awk '$1 != $2') || exit
[ -z "$l" ] || refuse 'hard links to what is not in it, by number and inode' "$l"
l=$(find . -type l -exec sh -c 'for l; do t=$(readlink "$l") && printf "%s\n%s\n" "$l" "$t" || exit; done' sh {} + | awk '
NR % 2 { name = $0; next }
{
	depth = split(name, at, "/") - 2
	bad = /^\// || $0 == ""
	down = 0
	n = split($0, part, "/")
	for (i = 1; i <= n; i++) {
		if (part[i] == "..") { depth--; if (down || depth < 0) bad = 1 }
		else if (part[i] != "" && part[i] != ".") down = 1
	}
	if (bad) print name " -> " $0
}') || exit
[ -z "$l" ] || refuse 'links that may lead out of it' "$l"`

func (x Extracted) own() sh.Script {
	if x.Owner == "" {
		return ""
	}
	return sh.Cmd("chown", "-hR", x.Owner) + ` "./$n"`
}

// each runs a script for everything that is kept, whose path is in $k.
func (x Extracted) each(script sh.Script) sh.Script {
	return `for k in $(printf '%s\n' ` + sh.Word(x.kept()) + `); do
	` + script + `
done`
}

// room makes room in the new directory for what is kept, so that what can fail
// does so before the old one is touched.
func (x Extracted) room() sh.Script {
	if len(x.Keep) == 0 {
		return ""
	}
	return sh.Subshell(lines + `umask 022
` + x.each(`[ -e "../$n/$k" ] || [ -L "../$n/$k" ] || continue
	mkdir -p "$(dirname "./$n/$k")" && rm -rf "./$n/$k" || exit`))
}

// keep moves what is kept from the old directory, and back if that fails. Those
// who may write there cannot lead it elsewhere by a link.
func (x Extracted) keep() sh.Script {
	if len(x.Keep) == 0 {
		return ""
	}
	return sh.Subshell(lines + `trap '' HUP INT TERM
w=$PWD kept=
` + x.each(`[ -e "./$n~/$k" ] || [ -L "./$n~/$k" ] || continue
	b=$(dirname "/$k")
	(
		cd -P "./$n~$b" && [ "$(pwd -P)/" = "$(cd -P "$w" && pwd -P)/$n~${b%/}/" ] || { printf 'a link leads to %s\n' "$k" >&2; exit 1; }
		mv "./${k##*/}" "$w/$n/$k"
	) || {
		for k in $kept; do mv "./$n/$k" "./$n~/$k"; done
		exit 1
	}
	kept="$kept
$k"`))
}

// lines has words be lines.
const lines = `set -f
IFS='
'
`
