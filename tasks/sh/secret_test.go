package sh_test

import (
	"encoding/json"
	"fmt"
	"reflect"
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

		// fmt cannot call the methods of what is in these.
		hidden  sh.Secret
		through *sh.Secret
		in      map[string]sh.Secret
	}{s, &s, []sh.Secret{s}, s, &s, map[string]sh.Secret{"k": s}}
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

func TestSecretsAreEqualByValue(t *testing.T) {
	var read sh.Secret
	if err := read.UnmarshalText([]byte("abc")); err != nil || !reflect.DeepEqual(read, sh.NewSecret("abc")) {
		t.Errorf("one value, two secrets (%v)", err)
	}
	if reflect.DeepEqual(read, sh.NewSecret("abd")) {
		t.Error("two values are one secret")
	}
	var zero sh.Secret
	if zero.Reveal() != "" || zero.Len() != 0 || !zero.IsZero() || !reflect.DeepEqual(zero, sh.NewSecret("")) {
		t.Error("the zero secret is not the empty one")
	}
	if err := read.UnmarshalText(nil); err != nil || !reflect.DeepEqual(read, zero) {
		t.Errorf("reading nothing gives another secret than none (%v)", err)
	}
}

func TestSettingACopyLeavesTheSecret(t *testing.T) {
	s := sh.NewSecret("abc")
	other := s
	if err := other.UnmarshalText([]byte("xyz")); err != nil || s.Reveal() != "abc" {
		t.Errorf("%v %q", err, s.Reveal())
	}
}
