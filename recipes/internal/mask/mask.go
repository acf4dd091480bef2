// Package mask hides credentials in what a task shows of a file's text.
package mask

import (
	"regexp"

	"github.com/hrun-dev/hrun/tasks"
)

// Content replaces what follows the first group of credential, in the texts
// that steps of the field "content" show, by "(secret)": also what is not the
// task's own, since an old password may still be in use elsewhere. Where that
// makes the texts equal, the new one is said to be another secret.
func Content(change tasks.Change, credential *regexp.Regexp) tasks.Change {
	for i, s := range change.Steps {
		if s.Field != "content" {
			continue
		}
		was := credential.ReplaceAllString(s.Was, "${1}(secret)")
		want := credential.ReplaceAllString(s.Want, "${1}(secret)")
		if was == want {
			want = credential.ReplaceAllString(s.Want, "${1}(another secret)")
		}
		change.Steps[i].Was, change.Steps[i].Want = was, want
	}
	return change
}
