package runner

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// keeper is a toy task, and a toy action, that only knows a secret.
type keeper string

func (keeper) String() string                    { return "keeper" }
func (keeper) Probe() sh.Script                  { return "true" }
func (keeper) Plan(string) (tasks.Change, error) { return tasks.Change{}, nil }
func (keeper) Do() sh.Script                     { return "true" }
func (keeper) Paid() sh.Script                   { return "" }
func (k keeper) Secrets() []sh.Secret            { return []sh.Secret{sh.NewSecret(string(k))} }

// maskOf returns the mask of a play whose tasks know the secrets.
func maskOf(secrets ...string) *mask {
	h := &recipes.Host{}
	for _, s := range secrets {
		h.Work = append(h.Work, recipes.Work{Task: keeper(s)})
	}
	return newMask([]*recipes.Stage{{Hosts: []*recipes.Host{h}}})
}

func TestMask(t *testing.T) {
	t.Parallel()
	key := "-----BEGIN KEY-----\nbm90IGEgcmVhbCBrZXk\nQm9uam91ciE=\nab\n-----END KEY-----\n"
	binary := "\x00\x01\n\x02\x03\x04\x05\xff\xfe"
	long := strings.Repeat("0123456789", 20)
	std, raw := base64.StdEncoding.EncodeToString, base64.RawStdEncoding.EncodeToString
	for _, c := range []struct {
		name    string
		secrets []string
		text    string
		want    string
	}{
		{"its newline is missing", []string{"hunter22\n"}, "login with hunter22 failed", "login with (secret) failed"},
		{"all lines", []string{key}, "got " + key, "got (secret)"},
		{"one line", []string{key}, "bad line: Qm9uam91ciE=", "bad line: (secret)"},
		{"the frame alone, and a line that is too short", []string{key}, "-----BEGIN KEY-----\nab", "-----BEGIN KEY-----\nab"},
		{"one begins the other", []string{"hunter", "hunter22"}, "hunter hunter22", "(secret) (secret)"},
		{"quoted by Go", []string{`a"b\c` + "\nd'e"}, strconv.Quote(`was a"b\c` + "\nd'e"), `"was (secret)"`},
		{"binary, quoted by Go", []string{binary}, fmt.Sprintf("%q %q", binary, "\x02\x03\x04\x05\xff\xfe"), `"(secret)" "(secret)"`},
		{"quoted by a shell", []string{"it's me"}, "+ login " + sh.Quote("it's me"), "+ login '(secret)'"},
		{"in a URL", []string{"it/s m#"}, "http://x:it%2Fs%20m%23@h/?p=it%2Fs+m%23", "http://x:(secret)@h/?p=(secret)"},
		{"base64", []string{"hunter22\n"}, std([]byte("hunter22\n")) + " " + raw([]byte("hunter22")), "(secret) (secret)"},
		{"base64 in 76 columns", []string{long}, std([]byte(long[57:114])) + "\n", "(secret)\n"},
		{"base64 in 64 columns", []string{long}, std([]byte(long[192:])) + "\n", "(secret)=\n"},
		{"base64 of three bytes in front", []string{"hunter2x"}, std([]byte("me:hunter2xyz")), "bWU6(secret)h5eg=="},
		{"base64 of one byte in front", []string{"hunter2x"}, std([]byte(":hunter2x:xy")), "Om(secret)Onh5"},
		{"base64 of two bytes in front", []string{"hunter2x"}, std([]byte("u:hunter2xzz")), "dTp(secret)Hp6"},
		{"in hexadecimal, in lines of 60", []string{long}, hex.EncodeToString([]byte(long[:30])) + "\n" + hex.EncodeToString([]byte(long[180:])), "(secret)\n(secret)"},
		{"as hexdump -C shows it", []string{"it/s m#-and-more"}, "69 74 2f 73 20 6d 23 2d  61 6e 64 2d 6d 6f 72 65  |it/s m#-and-more|", "(secret)  (secret)  |(secret)|"},
		{"as xxd shows it", []string{"it/s m#-and-more"}, "6974 2f73 206d 232d 616e 642d 6d6f 7265  it/s", "(secret)  it/s"},
		{"as a fingerprint", []string{"it/s m#"}, "69:74:2F:73:20:6D:23", "(secret)"},
		{"in JSON", []string{"a<\"ü\\/\nb\tmore"}, `"a<\"ü\\/\nb\tmore" "a\u003c\"ü\\/\nb\tmore" "a<\"\u00fc\\/\nb\tmore" "a<\"ü\\\/\nb\tmore"`, `"(secret)" "(secret)" "(secret)" "(secret)"`},
		{"in XML and HTML", []string{`<it's "me">`}, "&lt;it&apos;s &quot;me&quot;&gt; &lt;it's &quot;me&quot;&gt; &lt;it&#39;s &#34;me&#34;&gt;", "(secret) (secret) (secret)"},
		{"as dash -x shows it", []string{"it's me"}, `+ login 'it'"'"'s me'`, "+ login '(secret)'"},
		{"as printf %q of bash shows it", []string{"it's $me ü"}, `it\'s\ \$me\ ü`, "(secret)"},
		{"percent encoding of all kinds", []string{"a/b!é"}, "a%2fb%21%c3%a9 a/b%21%C3%A9 a%2Fb!%C3%A9", "(secret) (secret) (secret)"},
		{"base64 for URLs", []string{"~~~???"}, base64.URLEncoding.EncodeToString([]byte("~~~???")), "(secret)"},
		{"base64 that is decoded", []string{"aHVudGVyMjItYmVhcg=="}, "it says hunter22-bear", "it says (secret)"},
		{"folded", []string{long}, long[:80] + "\n" + long[80:160] + "\n" + long[160:], "(secret)\n(secret)\n(secret)"},
		{"the rest of a piece that is a word of any line", []string{"nobody must see this"}, "what is this: nobody must see this", "what is this: (secret)"},
		{"too short", []string{"abc", ""}, "abc", "abc"},
		{"masked twice", []string{"secret"}, maskOf("secret").string("a secret"), "a (secret)"},
	} {
		if got := maskOf(c.secrets...).string(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMaskKnowsEverySecretOfAPlay(t *testing.T) {
	t.Parallel()
	h := &recipes.Host{Host: inventory.Host{Connection: inventory.Connection{Password: "login-password", Become: inventory.Become{Password: "sudo-password"}}}}
	h.DoThen(keeper("of a task"))
	h.Handler("restart", keeper("of an action")).Rolling = &recipes.Rolling{Name: "turns", Gate: []tasks.Task{keeper("of a gate")}}
	m := newMask([]*recipes.Stage{{Hosts: []*recipes.Host{h}}})
	for _, secret := range []string{"login-password", "sudo-password", "of a task", "of an action", "of a gate"} {
		if got := m.string(secret); got != sh.Masked {
			t.Errorf("%q is not known", secret)
		}
	}
}

func TestMaskCoversEveryFieldOfAnEvent(t *testing.T) {
	t.Parallel()
	const s = "hunter22"
	steps := []report.Step{{Field: s, Was: s, Want: s, Expect: s}}
	e := report.Event{Stage: s, Task: s, Steps: steps, Err: errors.New(s), Hint: s, Stderr: s, Line: s}
	maskOf(s).event(&e)
	if got := fmt.Sprintf("%+v", e); strings.Contains(got, s) || strings.Count(got, sh.Masked) != 10 {
		t.Errorf("event %s", got)
	}
	if steps[0].Was != s {
		t.Error("the steps of somebody else were changed")
	}
}

func TestMaskCoversEveryFieldOfAnError(t *testing.T) {
	t.Parallel()
	const s = "hunter22"
	left := tasks.Change{Steps: []tasks.Step{{Field: s, Was: s, Want: s, Do: s, Preview: s}}}
	drift := &DriftError{left}
	script := &ScriptError{What: "probe", Status: 1, Stderr: s}
	m := maskOf(s)
	for _, err := range []error{
		&TaskError{Host: "h", Stage: s, Task: s, Err: drift},
		&HostError{Host: "h", Err: script},
		&StoppedError{Host: "h", Stage: s},
		&UnmadeError{Host: "h", Stage: s},
		&LockedError{Host: "h", Holder: s},
	} {
		masked := m.error(err)
		var d *DriftError
		var sc *ScriptError
		shown := masked.Error()
		switch {
		case reflect.TypeOf(masked) != reflect.TypeOf(err):
			t.Errorf("%T became %T", err, masked)
		case errors.As(masked, &d):
			shown += fmt.Sprintf("%+v", d.Left)
		case errors.As(masked, &sc):
			shown += sc.Stderr
		}
		if strings.Contains(shown, s) || !strings.Contains(shown, sh.Masked) {
			t.Errorf("error %s", shown)
		}
	}
	if left.Steps[0].Do != s {
		t.Error("the change of somebody else was changed")
	}
	if plain := errors.New("nothing in it"); m.error(plain) != plain {
		t.Error("an error without secrets became another")
	}
	if other := fmt.Errorf("%s: %w", s, errRestless); !errors.Is(m.error(other), errRestless) || m.error(other).Error() == other.Error() {
		t.Errorf("error %v", m.error(other))
	}
}

// A large secret is masked, and takes neither minutes nor gigabytes.
func TestMaskOfALargeSecret(t *testing.T) {
	var text strings.Builder
	for i := range 4 << 10 {
		fmt.Fprintf(&text, "%063d\n", i*7919)
	}
	secret := text.String()
	last := strings.TrimSpace(secret[len(secret)-64:])
	for _, shown := range []string{
		secret + last + secret[:63], base64.StdEncoding.EncodeToString([]byte(secret)),
	} {
		if got := Mask("<"+shown+">", sh.NewSecret(secret)); len(got) > 40 || !strings.Contains(got, sh.Masked) {
			t.Errorf("%.20q is shown as %.200q", shown, got)
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	Mask("x", sh.NewSecret(secret))
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 400<<20 {
		t.Errorf("it takes %d MiB", (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}
