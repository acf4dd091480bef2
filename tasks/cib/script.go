package cib

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// What the probe prints where there is no configuration to print.
const (
	notInstalled = "pacemaker is not installed"
	noCluster    = "no cluster"
)

// probe tells by its status that the tool could not look; 102 is pacemaker's
// CRM_EX_DISCONNECT, which says that nothing here answers.
const probe sh.Script = `command -v cibadmin >/dev/null || { echo '` + notInstalled + `'; exit 0; }
live=$(cibadmin --query --scope configuration)
case $? in
0) printf '%s\n' "$live" ;;
102) echo '` + noCluster + `' ;;
*) exit 1 ;;
esac`

// trim removes the newlines at the end, as the shell's $() does.
func trim(got string) string { return strings.TrimRight(got, "\n") }

// draft returns the script that lays the live CIB and the wanted one side by
// side, in a directory that only root can read, and checks the wanted one.
//
// The live CIB is read in one piece and must hold what the plan was made from.
// So the difference between the two files is what was planned, and whatever
// someone else changes afterwards is not in it and is not undone.
//
// It is checked as if the resources that are to go, if any, had never run: that
// one still does would be a warning.
func draft(got, wanted string, gone []string) sh.Script {
	digest := fmt.Sprintf("%x", sha256.Sum256([]byte(trim(got))))
	return `umask 077
dir=$(mktemp -d) || exit
trap 'rm -rf "$dir"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
cibadmin --query >"$dir/live.xml" || exit
live=$(CIB_file="$dir/live.xml" cibadmin --query --scope configuration) || exit
case $(printf %s "$live" | sha256sum) in
` + sh.Script(digest) + `*) ;;
*) echo 'the configuration of the cluster has changed since it was looked at' >&2; exit 1 ;;
esac
` + sh.Feed([]byte(wanted), `cat >"$dir/configuration.xml"`) + ` || exit
{
sed '/^  <configuration/,$d' "$dir/live.xml" &&
cat "$dir/configuration.xml" &&
sed '1,/^  <\/configuration>/d' "$dir/live.xml"
} >"$dir/wanted.xml" || exit
` + verified(gone) + ``
}

// verified is the script that checks the wanted CIB. The ids are validated.
func verified(gone []string) sh.Script {
	if len(gone) == 0 {
		return `crm_verify --verbose --xml-file "$dir/wanted.xml" || exit
`
	}
	var words []string
	for _, id := range gone {
		ran := `/<lrm_resource id="` + strings.ReplaceAll(id, ".", `\.`) + `"`
		words = append(words, "-e", ran+`.*\/>/d`, "-e", ran+`/,/<\/lrm_resource>/d`)
	}
	return sh.Cmd("sed", words...) + ` "$dir/wanted.xml" >"$dir/verified.xml" || exit
crm_verify --verbose --xml-file "$dir/verified.xml" || exit
`
}

// apply sends the cluster the difference, as one patch, and waits until it has
// carried it out. The patch names no version, because the status, which has a
// part in the version, changes all the time.
func apply(draft sh.Script, settle time.Duration) sh.Script {
	s := draft + `crm_diff --no-version --original "$dir/live.xml" --new "$dir/wanted.xml" >"$dir/patch.xml"
[ $? -eq 1 ] || { echo 'crm_diff finds no difference, or failed' >&2; exit 1; }
cibadmin --patch --xml-file "$dir/patch.xml" || exit
`
	if settle > 0 {
		seconds := sh.Script(strconv.FormatInt(int64((settle+time.Second-1)/time.Second), 10))
		s += `crm_resource --wait --timeout=` + seconds + `s || {
rc=$?
echo 'the configuration was changed, but the cluster has not carried it out within ` + seconds + ` s' >&2
exit $rc
}
`
	}
	return "(\n" + s + ")"
}

// preview prints what pacemaker's scheduler says will start, stop, move or
// restart. It works on the two files; the cluster is only read.
func preview(draft sh.Script) sh.Script {
	return "(\n" + draft + `crm_simulate --simulate --xml-file "$dir/wanted.xml" >"$dir/simulation" || exit
moves=$(sed -n '/^Transition Summary:/,/^$/s/^ *\* *//p' "$dir/simulation") || exit
printf '%s\n' "${moves:-no resource would start, stop, move or restart}"
)`
}
