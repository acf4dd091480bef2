package debconf

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// database is the directory of debconf's databases.
const database = "/var/cache/debconf/"

// records prints "question|seen|value" for the questions in $asked, one a line.
// A database has a field a line and an empty line after each question; a line
// feed in a value is written "\n".
const records = `awk 'BEGIN { n = split(ENVIRON["asked"], q, "\n"); for (i = 1; i <= n; i++) asked[q[i]] = 1 }
function show() { if (name in asked) print name "|" seen "|" value; name = ""; seen = "unseen"; value = "" }
FNR == 1 { show() }
/^Name: / { name = substr($0, 7) }
/^Value:/ { value = substr($0, 8) }
/^Flags: (.*, )?seen(,|$)/ { seen = "seen" }
/^$/ { show() }
END { show() }' $files </dev/null`

// Probe prints the state of the package, and which of the questions have been
// answered, and how: for a secret, a digest of it.
func (a Answers) Probe() sh.Script {
	var open, secret []string
	for _, answer := range a.Answers {
		if answer.Secret.IsZero() {
			open = append(open, answer.Question)
		} else {
			secret = append(secret, answer.Question)
		}
	}
	s := sh.Accept(sh.Cmd("dpkg-query", "-W", "-f", `package ${db:Status-Status}\n`, "--", a.Package), 0, 1) + ` &&
[ -d ` + database + ` ] || { echo 'debconf is not installed' >&2; exit 1; }
files=
for file in ` + database + `config.dat ` + database + `passwords.dat; do
	if [ -e "$file" ]; then files="$files $file"; fi
done`
	if len(open) > 0 {
		s += "\nexport asked=" + sh.Word(strings.Join(open, "\n")) + "\n" + records + " || exit"
	}
	for _, question := range secret {
		s += "\nexport asked=" + sh.Word(question) + "\nanswer=$(" + records + `) || exit
if [ -n "$answer" ]; then
	value=${answer#*|}
	sum=$(printf %s "${value#*|}" | sha256sum) && printf '%s|%s|sha256:%s\n' "$asked" "${value%%|*}" "${sum%% *}" || exit
fi`
	}
	return s
}

// known is what a probe printed.
type known struct {
	installed bool
	answers   map[string]string // by question, what [Answer.known] compares
}

func parse(got string) (known, error) {
	k := known{answers: make(map[string]string)}
	for line := range strings.Lines(got) {
		line = strings.TrimSuffix(line, "\n")
		state, isState := strings.CutPrefix(line, "package ")
		question, answer, isAnswer := strings.Cut(line, "|")
		switch {
		case isState && !isAnswer:
			k.installed = state == "installed"
		case isAnswer && strings.Contains(answer, "|"):
			k.answers[question] = answer
		default:
			return k, fmt.Errorf("the probe printed %q, want question|seen|value", line)
		}
	}
	return k, nil
}

// known returns what the probe prints of the answer, once it is given.
func (a Answer) known() string {
	if a.Secret.IsZero() {
		return "seen|" + a.Value
	}
	return fmt.Sprintf("seen|sha256:%x", sha256.Sum256([]byte(a.Secret.Reveal())))
}

// show returns what the probe printed of the answer as a plan shows it.
func (a Answer) show(is string) string {
	seen, value, answered := strings.Cut(is, "|")
	switch {
	case !answered:
		return "not answered"
	case !a.Secret.IsZero() && is == a.known():
		return sh.Masked
	case !a.Secret.IsZero() && seen == "seen":
		return "(another secret)"
	case !a.Secret.IsZero():
		return "not answered"
	case seen != "seen":
		return fmt.Sprintf("%q, as long as nobody answers", value)
	}
	return fmt.Sprintf("%q", value)
}

// Sample is of a host that has neither the package nor any answer.
func (a Answers) Sample() (before, after string) {
	var b strings.Builder
	for _, answer := range a.Answers {
		b.WriteString(answer.Question + "|" + answer.known() + "\n")
	}
	return "", b.String()
}
