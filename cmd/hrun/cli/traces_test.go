package cli_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var runs = regexp.MustCompile(`[A-Za-z0-9+/]{8,}`)

// traces returns what must not be found of a secret: each line of it and each
// run of letters in it, as they are and encoded in the usual ways.
func traces(t *testing.T, secret string) []string {
	t.Helper()
	var out []string
	for _, part := range append(strings.Split(secret, "\n"), secret) {
		part = strings.TrimSpace(part)
		if strings.HasPrefix(part, "-----") && !strings.Contains(part, "\n") || len(part) < 4 {
			continue
		}
		asJSON, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		quoted := strconv.Quote(part)
		out = append(out, part, quoted[1:len(quoted)-1], string(asJSON[1:len(asJSON)-1]), url.PathEscape(part), url.QueryEscape(part))
		digits := hex.EncodeToString([]byte(part))
		out = append(out, digits, strings.ToUpper(digits), fmt.Sprintf("% x", part[:min(len(part), 8)]))
		for shift := range 3 {
			text := base64.RawStdEncoding.EncodeToString([]byte("::"[:min(shift, 2)] + part))
			from, to := (shift*8+5)/6, min(len(text)-1, 60)
			out = append(out, text[from:to])
		}
	}
	for _, run := range runs.FindAllString(secret, -1) {
		if !strings.Contains("-----BEGIN PRIVATE KEY-----", run) {
			out = append(out, run)
		}
	}
	return out
}

// leaks returns which secrets are shown, and where.
func leaks(t *testing.T, shown string, secrets map[string]string) []string {
	t.Helper()
	var found []string
	for name, secret := range secrets {
		for _, trace := range traces(t, secret) {
			if at := strings.Index(shown, trace); at >= 0 {
				found = append(found, fmt.Sprintf("%s as %q: %q", name, trace, shown[max(0, at-60):min(len(shown), at+len(trace)+20)]))
			}
		}
	}
	return found
}

// The search finds what it is to find.
func TestTracesAreFound(t *testing.T) {
	secrets := map[string]string{"it": `Pa"ss\wo'rd` + " %s $x ünd 12345678"}
	for _, s := range secrets {
		for _, shown := range []string{
			"x" + s + "x", fmt.Sprintf("%q", s), "/" + url.QueryEscape(s), fmt.Sprintf("%x", s), fmt.Sprintf("%X", s), fmt.Sprintf("00 % x 00", s),
			base64.StdEncoding.EncodeToString([]byte(s)), base64.StdEncoding.EncodeToString([]byte("a" + s)), base64.StdEncoding.EncodeToString([]byte("ab" + s + "c")),
			"12345678",
		} {
			if leaks(t, shown, secrets) == nil {
				t.Errorf("not found in %q", shown)
			}
		}
	}
	if found := leaks(t, "nothing to see: (secret)", secrets); found != nil {
		t.Errorf("found %q", found)
	}
}
