package runner_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
	"github.com/hrun-dev/hrun/runner/report/ndjson"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// secretsOfAllKinds is what must never be shown, by name.
func secretsOfAllKinds() map[string]string {
	bytes := make([]byte, 256)
	for i := range bytes {
		bytes[i] = byte(i)
	}
	return map[string]string{
		"quotes": `Pa"ss\wo'rd` + " $x `y` ünd",
		"pem": "-----BEGIN PRIVATE KEY-----\nTm9ib2R5IHNob3VsZCByZWFkIHRoaXMsIGl0IGlzIG5vdCBhIGtleSBhdCBhbGwh\n" +
			"QnV0IGl0IGxvb2tzIGxpa2Ugb25lLg==\n-----END PRIVATE KEY-----\n",
		"binary": string(bytes),
		"short":  "k9#Z",
		"begins": "Tr0ub4dor",
		"longer": "Tr0ub4dor-and-Th1rty",
		"line":   "Correct-H0rse\n",
	}
}

// blab is a toy task, action and gate that shows its secret wherever it can.
type blab struct {
	Name, Path string
	End        string // "probe", "plan", "wrong", "refused", "remedy", "drift"; else it ends well
	Secret     sh.Secret
}

func (b blab) String() string       { return "blab " + b.Name + " " + b.Secret.Reveal() }
func (b blab) Secrets() []sh.Secret { return []sh.Secret{b.Secret} }
func (b blab) Paid() sh.Script      { return "" }

// Do says the secret on both outputs: as it is, quoted and encoded.
func (b blab) Do() sh.Script {
	s := b.Secret.Reveal()
	var say []sh.Script
	for _, form := range []string{
		"raw " + s, strings.TrimSpace(s), strconv.Quote("it is " + s), sh.Quote(s),
		base64.StdEncoding.EncodeToString([]byte(s)), base64.StdEncoding.EncodeToString([]byte("user:" + s + "@host")),
	} {
		say = append(say, sh.Feed([]byte(form+"\n"), "cat"), sh.Feed([]byte(form+"\n"), "cat >&2"))
	}
	return sh.Lines(append(say, sh.Feed([]byte(s), "base64"), sh.Feed([]byte(s), "base64 -w 64 >&2"))...)
}

func (b blab) Probe() sh.Script {
	if b.End == "probe" {
		return sh.Lines(b.Do(), "exit 3")
	}
	return "if [ -e " + sh.Word(b.Path) + " ]; then echo done; else " + sh.Feed([]byte(b.Secret.Reveal()), "cat") + "; fi"
}

func (b blab) Plan(got string) (c tasks.Change, err error) {
	if got == "done\n" {
		return c, nil
	}
	if b.End == "plan" {
		return c, fmt.Errorf("cannot judge %q:\n%s", got, got)
	}
	do := b.Do()
	switch b.End {
	case "wrong":
		do = ""
	case "remedy":
		do = sh.Lines(do, "exit 4")
	case "drift":
	default:
		do = sh.Lines(do, "touch "+sh.Word(b.Path))
	}
	c.Differ("key "+b.Secret.Reveal(), "was\n"+got, "want\n"+b.Secret.Reveal()+"more", do)
	c.Differ("digest", got, "none", do)
	c.Steps[0].Preview = b.Do()
	if b.End == "refused" {
		c.Steps[0].Preview = sh.Lines(b.Do(), "exit 5")
	}
	return c, nil
}

// blabbing is a stage whose tasks, handler and gate show all secrets, and
// where the one of that name comes to that end.
func blabbing(l *lab, name, end string) *recipes.Stage {
	of := func(n, part string) blab {
		return blab{Name: n, Path: l.path("a", n+part), Secret: sh.NewSecret(secretsOfAllKinds()[n])}
	}
	return l.stage("with "+secretsOfAllKinds()[name], func(h *recipes.Host) {
		hd := h.Handler("tell Tr0ub4dor-and-Th1rty", of("quotes", "-handler"))
		hd.Rolling = &recipes.Rolling{Name: "turns", Gate: []tasks.Task{of("binary", "-gate")}}
		first := of(name, "")
		first.End = end
		h.DoThen(first, hd)
		for n := range secretsOfAllKinds() {
			if n != name {
				h.Do(of(n, ""))
			}
		}
	})
}

// shown runs the stage and returns everything that anything printed about it.
func shown(l *lab, check bool, s *recipes.Stage) (out string, err error) {
	var toHuman, toProgram, all strings.Builder
	r := runner.Runner{Dialer: local.Dialer{}, Check: check, Reporter: report.Tee(
		human.New(&toHuman, human.Options{Verbose: true, Diff: true}),
		ndjson.New(&toProgram),
		report.Func(func(e report.Event) { fmt.Fprintf(&all, "%+v\n%v\n%s\n", e, e.Err, e.Line) }),
	)}
	_, err = r.Run(l.t.Context(), []*recipes.Stage{s})
	var task *runner.TaskError
	var script *runner.ScriptError
	var drift *runner.DriftError
	if errors.As(err, &task) {
		fmt.Fprintf(&all, "%+v %+v\n", *task, task.Err)
	}
	if errors.As(err, &script) {
		fmt.Fprintf(&all, "%+v\n", *script)
	}
	if errors.As(err, &drift) {
		fmt.Fprintf(&all, "%+v\n", *drift)
	}
	return fmt.Sprintf("%s\n%s\n%s\n%v\n%+v\n%#v\n", toHuman.String(), toProgram.String(), all.String(), err, err, err), err
}

var words = regexp.MustCompile(`[A-Za-z0-9+/]{6,}`)

// traces returns what must not be found of a secret: every line of it, as it
// is, quoted, and as JSON, every run of letters in it, and its base64.
func traces(t *testing.T, secret string) []string {
	var out []string
	for line := range strings.Lines(secret) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "-----") || len(line) < 4 {
			continue
		}
		asJSON, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		quoted := strconv.Quote(line)
		out = append(out, line, quoted[1:len(quoted)-1], string(asJSON[1:len(asJSON)-1]), sh.Quote(line))
		out = append(out, words.FindAllString(line, -1)...)
	}
	for _, before := range []string{"", "user:"} {
		text := base64.RawStdEncoding.EncodeToString([]byte(before + strings.TrimSpace(secret)))
		text = text[(len(before)*8+5)/6 : len(text)-1]
		out = append(out, text[:min(len(text), 48)])
	}
	return out
}

func mustNotShow(t *testing.T, out string) {
	t.Helper()
	for name, secret := range secretsOfAllKinds() {
		for _, trace := range traces(t, secret) {
			if at := strings.Index(out, trace); at >= 0 {
				t.Errorf("%q of %s is shown: %q", trace, name, out[max(0, at-60):min(len(out), at+60)])
			}
		}
	}
}

func TestSecretsNeverShow(t *testing.T) {
	t.Parallel()
	for name := range secretsOfAllKinds() {
		for _, end := range []string{"", "probe", "plan", "wrong", "refused", "remedy", "drift"} {
			for _, check := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s/end=%s/check=%v", name, end, check), func(t *testing.T) {
					t.Parallel()
					l := newLab(t, "a")
					out, err := shown(l, check, blabbing(l, name, end))
					fails := end != "" && (end == "probe" || end == "plan" || end == "wrong" || check == (end == "refused"))
					if (err != nil) != fails {
						t.Errorf("error %v", err)
					}
					if n := strings.Count(out, sh.Masked); n < 20 {
						t.Errorf("only %d times something is masked", n)
					}
					mustNotShow(t, out)
				})
			}
		}
	}
}

func TestPasswordsNeverShowInExec(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	passwords := []string{`Pa"ss\wo'rd` + " $x `y` ünd", "Tr0ub4dor-and-Th1rty"}
	for i := range l.host {
		l.host[i].Connection.Password = inventory.Password(passwords[0])
		l.host[i].Connection.Become.Password = inventory.Password(passwords[1])
	}
	say := sh.Lines(blab{Secret: sh.NewSecret(passwords[0])}.Do(), blab{Secret: sh.NewSecret(passwords[1])}.Do(), "kill -9 $$")
	for _, script := range []sh.Script{say, sh.Script(strings.TrimSuffix(string(say), "kill -9 $$")) + "true"} {
		var out strings.Builder
		err := (&runner.Runner{Dialer: local.Dialer{}}).Exec(t.Context(), l.host, script, func(r runner.ExecResult) {
			var he *runner.HostError
			if errors.As(r.Err, &he) {
				fmt.Fprintf(&out, "%+v\n", he.Err)
			}
			fmt.Fprintf(&out, "%+v\n%v\n", r, r.Err)
		})
		if err != nil || !strings.Contains(out.String(), sh.Masked) {
			t.Errorf("%v %s", err, out.String())
		}
		mustNotShow(t, out.String())
	}
}
