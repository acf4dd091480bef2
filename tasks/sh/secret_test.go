package sh_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestSecretNeverPrintsItself(t *testing.T) {
	s := sh.NewSecret("hunter2")
	nested := struct {
		S  sh.Secret
		P  *sh.Secret
		In []sh.Secret
	}{s, &s, []sh.Secret{s}}
	asJSON, err := json.Marshal(nested)
	if err != nil {
		t.Fatal(err)
	}
	printed := string(asJSON)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%08.3f"} {
		printed += fmt.Sprintf(verb+verb, s, nested)
	}
	for _, leak := range []string{"hunter2", fmt.Sprintf("%x", "hunter2"), fmt.Sprintf("%X", "hunter2"), "104 117"} {
		if strings.Contains(printed, leak) {
			t.Errorf("%q leaked: %s", leak, printed)
		}
	}
	if s.Reveal() != "hunter2" || s.Len() != 7 || s.IsZero() {
		t.Error("the secret lost its value")
	}
}

func TestSecretCanBeReadButNotWritten(t *testing.T) {
	var s sh.Secret
	if err := json.Unmarshal([]byte(`"abc"`), &s); err != nil || s.Reveal() != "abc" {
		t.Fatal(err, s.Reveal())
	}
	if b, _ := json.Marshal(s); string(b) != `"(secret)"` {
		t.Errorf("%s", b)
	}
}
