package archive

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// manifest prints kind, mode, owner, size and name of all in the working
// directory. The size of a directory depends on its past.
const manifest = `{ rc=$({ {
	find . -xdev ! -type d -exec stat -c '%f %u:%g %s %n' {} + && find . -xdev -type d -exec stat -c '%f %u:%g - %n' {} +
	echo $? >&3
} | sort >&4; } 3>&1); } 4>&1 && [ "$rc" = 0 ]`

// Probe prints what is at Source and Into, the digest of the archive, the first
// line of what was remembered, and how the directory differs from the rest of
// that, with at most ten names a kind. It reads the archive, but none of what
// was extracted.
func (x Extracted) Probe() sh.Script {
	return sh.Lines(
		sh.Subshell(file.Look(x.Source)),
		sh.Subshell(file.Look(x.Into)),
		`( if [ ! -f `+sh.Word(x.Source)+` ]; then exit; fi
s=$(sha256sum <`+sh.Word(x.Source)+`) && echo "source ${s%% *}" )`,
		`( i=`+sh.Word(x.Into)+`
if [ ! -d "$i" ] || [ -L "$i" ]; then exit; fi
cd -P "$i" || exit
s=/dev/null
if [ -f ./`+stamp+` ] && [ ! -L ./`+stamp+` ]; then s=./`+stamp+`; fi
m=$(`+manifest+`
) || exit
printf '%s\n' "$m" | keep=`+sh.Word(x.kept())+` awk -v stamp="$s" '
function name() { return substr($0, length($1) + length($2) + length($3) + 4) }
function mine(n,   i) {
	if (n == "./`+stamp+`") return 0
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
END { for (i = 1; i <= wanted; i++) if (!(order[i] in seen)) tell("missing", order[i]) }' )`,
	)
}

// state is what the probe has seen.
type state struct {
	absent  bool   // the directory
	digest  string // of the archive
	stamp   string // digest of what was extracted, and its recipe; empty if there is none
	missing []string
	changed []string
	others  []string
}

var sums = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (x Extracted) parse(got string) (s state, err error) {
	source, rest, _ := strings.Cut(got, "\n")
	into, rest, _ := strings.Cut(rest, "\n")
	switch is, err := file.Seen(x.Source, source+"\n"); {
	case err != nil:
		return s, err
	case is == "absent":
		return s, &file.KindError{Path: x.Source, Is: "absent, and is for others to bring"}
	case is != "file":
		return s, &file.KindError{Path: x.Source, Is: "a " + is + ", not an archive"}
	}
	is, err := file.Seen(x.Into, into+"\n")
	switch {
	case err != nil:
		return s, err
	case into == "missing":
		return s, &file.MissingError{Directory: path.Dir(x.Into)}
	case is != "absent" && is != "directory":
		return s, &file.KindError{Path: x.Into, Is: "a " + is + ", not a directory"}
	}
	s.absent = is == "absent"
	for line := range strings.Lines(rest) {
		word, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch word {
		case "source":
			s.digest = value
		case "stamp":
			s.stamp = value
		case "missing":
			s.missing = append(s.missing, value)
		case "changed":
			s.changed = append(s.changed, value)
		case "other":
			s.others = append(s.others, value)
		default:
			return s, fmt.Errorf("probe of %s printed %q, which says nothing about an archive", x.Into, line)
		}
	}
	if !sums.MatchString(s.digest) {
		return s, fmt.Errorf("probe of %s printed %q, which is no digest", x.Source, s.digest)
	}
	return s, nil
}

// was says how the directory is not as wanted, or nothing.
func (s state) was(recipe string) string {
	digest, made, _ := strings.Cut(s.stamp, " ")
	var was []string
	switch {
	case s.absent:
		return "absent"
	case s.stamp == "":
		return "not from an archive"
	case digest != s.digest:
		was = append(was, "archive with sha256 "+digest)
	case made != recipe:
		was = append(was, "extracted with (strip, mode, owner) "+made+", not "+recipe)
	}
	if len(s.missing) > 0 {
		was = append(was, "without "+strings.Join(s.missing, ", "))
	}
	if len(s.changed) > 0 {
		was = append(was, "changed "+strings.Join(s.changed, ", "))
	}
	return strings.Join(was, ", ")
}
