package file

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// editable is the largest text, in bytes, that [Text] reads.
const editable = 1 << 20

// Text is a text file that others write too, of which a task wants only a
// part to be so and so. It is no task itself but what tasks such as [Line] are
// made of: they hand its Plan a function from the old text to the new one.
//
// The new text is written in one rename; mode, owner, access control list and
// attributes stay as they are. A symbolic link is not followed: name the file.
type Text struct {
	Path   string    // absolute
	Create bool      // make the file, with mode 0644, if it is absent
	Verify sh.Script // as for [Content]
	Backup bool      // keep the old file; see the package documentation
}

// Validate reports a path that no file can have.
func (x Text) Validate() error { return CheckPath(x.Path) }

// Probe prints type, mode and owner, and the whole text if it has at most
// 1 MiB.
func (x Text) Probe() sh.Script {
	return look(x.Path, `if [ "$size" -gt `+sh.Script(strconv.Itoa(editable))+` ]; then echo large; else echo text; cat "$p"; fi`, "")
}

// Prints returns what Probe prints where the file has this text, which has at
// most 1 MiB. It is there for the samples of tasks that are made of a Text.
func (x Text) Prints(text string) string { return present("file", 0o644, "") + "text\n" + text }

// blank returns what Probe prints on a new host: the file is absent where it
// may be, and otherwise empty.
func (x Text) blank() string {
	if x.Create {
		return "absent\n"
	}
	return x.Prints("")
}

// Plan returns one step, "content", unless rewrite returns the text that it is
// given. An absent file has the empty text. It returns a [KindError] for what
// is not a text file, or too large, and rewrite's error as it is.
func (x Text) Plan(got string, rewrite func(old string) (string, error)) (c tasks.Change, err error) {
	if err := x.Validate(); err != nil {
		return c, err
	}
	was, err := parse(x.Path, got)
	plan := func(was state) (tasks.Change, error) { return x.edit(was, rewrite) }
	if err != nil {
		return foretell(err, plan)
	}
	return plan(was)
}

// edit plans from what is there.
func (x Text) edit(was state, rewrite func(old string) (string, error)) (c tasks.Change, err error) {
	old, err := x.old(was)
	if err != nil {
		return c, err
	}
	text, err := rewrite(old)
	if err != nil {
		return c, fmt.Errorf("%s: %w", x.Path, err)
	}
	r := replacement{path: x.Path, source: Source{Text: text}, verify: x.Verify, backup: x.Backup}
	if was.kind == "absent" {
		r.mode = "644"
		old = "absent"
		if text == "" {
			return c, nil
		}
	}
	if old != text {
		c.Steps = []tasks.Step{r.step(old, text)}
	}
	return c, nil
}

func (x Text) old(was state) (string, error) {
	switch was.kind {
	case "absent":
		if !x.Create {
			return "", &KindError{Path: x.Path, Is: "absent, and not to be created"}
		}
		return "", nil
	case "file":
	default:
		return "", &KindError{Path: x.Path, Is: was.article() + ", not a text file"}
	}
	word, text, ok := strings.Cut(was.rest, "\n")
	switch {
	case ok && word == "large":
		return "", &KindError{Path: x.Path, Is: "larger than 1 MiB"}
	case strings.Contains(text, "\x00"):
		return "", &KindError{Path: x.Path, Is: "not text: it holds NUL bytes"}
	case ok && word == "text":
		return text, nil
	}
	return "", fmt.Errorf("probe of %s printed %q, want a text", x.Path, word)
}
