package nftables

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Probe prints a word, and then lines that begin with "+", what is wanted, and
// lines that begin with "=", what nft lists of the host's table. The word is
//
//	same       the rules were set from this text, and nft lists what it did then
//	none       there is no nft
//	normal     what is wanted is as nft lists it
//	refused    nft does not take the rules; what is wanted is why
//	noted      what is wanted is what has been noted, if anything
//	ready      nft is there; that is enough for an absent table
func (t Table) Probe() sh.Script {
	noted, wanted := sh.Script(""), sh.Script("echo ready\n")
	if !t.Absent {
		noted, wanted = t.probeNoted(), t.probeWanted()
	}
	return `command -v nft >/dev/null || { echo none; exit 0; }
nl='
'
` + noted + `l=$(nft list tables) || exit
case $nl$l$nl in
*"$nl"` + sh.Word(t.table()) + `"$nl"*) l=$(nft -s list ` + sh.Script(t.table()) + `) || exit ;;
*) l= ;;
esac
` + wanted + `if [ -n "$l" ]; then printf '%s\n' "$l" | sed 's/^/=/'; fi`
}

// probeNoted makes do without a namespace where what has been noted still is
// so; what it cannot list is asked for again afterwards. Elements that sets gather at run time are reason enough to look closer.
func (t Table) probeNoted() sh.Script {
	return `f=` + t.notes() + `
if [ -f "$f" ]; then
	w=$(cat "$f") || exit
	if l=$(nft -s list ` + sh.Script(t.table()) + ` 2>&1) && [ "$w" = ` + sh.Script(t.digest()) + `"$nl$l" ]; then echo same; exit; fi
fi
`
}

// probeWanted asks the host itself about rules that an empty namespace does not
// take: it has interfaces that they may name.
func (t Table) probeWanted() sh.Script {
	inside := sh.Cmd("sh", "-c", "nft -f - && nft -s list "+t.table())
	return `if w=$(` + sh.Feed([]byte(t.body()), "unshare -n "+inside) + ` 2>&1); then
	echo normal
elif w=$(` + sh.Feed([]byte(t.Text()), "nft -c -f -") + ` 2>&1); then
	echo noted
	w=
	if [ -f "$f" ]; then w=$(cat "$f") || exit; fi
else
	echo refused
fi
if [ -n "$w" ]; then printf '%s\n' "$w" | sed 's/^/+/'; fi
`
}

func (t Table) digest() string { return fmt.Sprintf("%x", sha256.Sum256([]byte(t.Text()))) }

// notes returns the word for the file that the task notes in what it has set.
func (t Table) notes() sh.Script {
	state := sh.Script(`"$hrun_state"`)
	if t.state != "" {
		state = sh.Word(t.state)
	}
	return state + "/nftables/" + sh.Word(strings.ReplaceAll(strings.TrimPrefix(t.table(), "table "), " ", "-"))
}

// note returns the script that notes the digest of the text, and what nft lists
// once it is set.
func (t Table) note() sh.Script {
	return sh.Lines(
		"f="+t.notes(),
		`mkdir -p "${f%/*}"`,
		sh.Group(sh.Lines(sh.Cmd("echo", t.digest()), sh.Script("nft -s list "+t.table())))+` >"$f.new"`,
		`mv "$f.new" "$f"`,
	)
}

// forget returns the script that removes what has been noted.
func (t Table) forget() sh.Script {
	return "f=" + t.notes() + `
if [ -f "$f" ]; then
	rm "$f" && left=$(ls -A "${f%/*}") || exit
	[ -n "$left" ] || rmdir "${f%/*}" || exit
fi`
}

// state is what the probe has seen.
type state struct {
	verdict      string
	wanted, live string // without what sets gather at run time
}

func (t Table) parse(got string) (s state, err error) {
	head, rest, _ := strings.Cut(got, "\n")
	var wanted, live strings.Builder
	for line := range strings.Lines(rest) {
		switch line[0] {
		case '+':
			wanted.WriteString(line[1:])
		case '=':
			live.WriteString(line[1:])
		default:
			return s, fmt.Errorf("probe of %s printed %q", t, line)
		}
	}
	switch head {
	case "same", "none", "normal", "refused", "noted", "ready":
		return state{verdict: head, wanted: lasting(wanted.String()), live: lasting(live.String())}, nil
	}
	return s, fmt.Errorf("probe of %s printed %q", t, head)
}

// lasting returns what nft has listed without the elements of those sets and
// maps that gather them at run time: of what is dynamic, or has a timeout.
func lasting(listing string) string {
	var kept, block, elements strings.Builder
	inside, fleeting, listed := false, false, false
	for line := range strings.Lines(listing) {
		words := strings.Fields(line)
		switch {
		case !inside:
			kept.WriteString(line)
			if inside = len(words) == 3 && (words[0] == "set" || words[0] == "map") && words[2] == "{"; inside {
				fleeting, listed = false, false
			}
			continue
		case listed || len(words) > 1 && words[0] == "elements" && words[1] == "=":
			elements.WriteString(line)
			listed = !strings.HasSuffix(strings.TrimSpace(line), "}")
			continue
		case len(words) > 1 && words[0] == "flags" && (strings.Contains(words[1], "dynamic") || strings.Contains(words[1], "timeout")):
			fleeting = true
		}
		block.WriteString(line)
		if len(words) == 1 && words[0] == "}" {
			body := strings.TrimSuffix(block.String(), line)
			kept.WriteString(body)
			if !fleeting {
				kept.WriteString(elements.String())
			}
			kept.WriteString(line)
			block.Reset()
			elements.Reset()
			inside = false
		}
	}
	return kept.String() + block.String() + elements.String()
}
