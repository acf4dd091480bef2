package file

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// shown is the largest body, in bytes, that a plan shows as text.
const shown = 64 << 10

var errEmptySecret = errors.New("the secret is empty")

// body is what [Content], [Secret], [Upload] and [Download] share: a regular
// file with a given body, mode and owner.
type body struct {
	path   string
	source origin
	mode   fs.FileMode
	owner  string
	verify sh.Script
	secret bool
	backup bool
}

func (b body) check() error {
	for _, err := range []error{CheckPath(b.path), b.source.check(), checkMode(b.mode), checkOwner(b.owner)} {
		if err != nil {
			return err
		}
	}
	return nil
}

// probe prints, after what look prints of a file, its digest, and if that
// differs its size, and the body if it may be shown.
func (b body) probe() sh.Script {
	text := sh.Script(`:`)
	if !b.secret {
		text = `if [ "$size" -le ` + sh.Script(strconv.Itoa(shown)) + ` ] && [ "$(tr -d '\000' <"$p" | wc -c)" -eq "$size" ]; then cat "$p"; fi`
	}
	return look(b.path, `h=$(sha256sum <"$p") &&
case $h in
`+sh.Script(b.source.digest())+`*) echo "${h%% *}" ;;
*) echo "${h%% *} $size" && `+text+` ;;
esac`, "")
}

func (b body) plan(got string) (c tasks.Change, err error) {
	if err := b.check(); err != nil {
		return c, err
	}
	was, err := parse(b.path, got)
	if err != nil {
		return foretell(err, b.replace)
	}
	return b.replace(was)
}

// replace plans from what is there.
func (b body) replace(was state) (c tasks.Change, err error) {
	write := replacement{
		path: b.path, source: b.source, mode: octal(b.mode), owner: b.owner, verify: b.verify,
		secret: b.secret, link: was.kind == "link", backup: b.backup,
	}
	switch was.kind {
	case "absent", "link":
		c.Steps = []tasks.Step{write.step(was.String(), b.show())}
		return c, nil
	case "file":
	default:
		return c, &KindError{Path: b.path, Is: was.article() + ", not a regular file"}
	}
	old, err := parseOld(b.path, was.rest)
	if err != nil {
		return c, err
	}
	if old.digest != b.source.digest() {
		c.Steps = append(c.Steps, b.differ(old, write))
	}
	if b.owner != "" && !was.owned(b.owner) {
		c.Differ("owner", was.owner, b.owner, giveAway(b.path, b.owner, was.mode, octal(b.mode)))
	}
	c.Differ("mode", was.mode, octal(b.mode), inPlace(b.path, "false", sh.Cmd("chmod", octal(b.mode), opened)))
	return c, nil
}

// sample shows the text if the probe may: to a task that wants another one, it
// prints that.
func (b body) sample() (before, after string) {
	after = present("file", b.mode, b.owner) + b.source.digest()
	if text, ok := b.source.text(); ok && !b.secret && printable(text) {
		return "absent\n", fmt.Sprintf("%s %d\n%s", after, len(text), text)
	}
	return "absent\n", after + "\n"
}

// differ returns the step for another body: as two texts if both can be shown,
// otherwise as two sums.
func (b body) differ(old oldBody, write replacement) tasks.Step {
	text, ok := b.source.text()
	switch {
	case b.secret:
		return write.step("(another secret)", sh.Masked)
	case old.whole() && printable(old.text) && ok && printable(text):
		return write.step(old.text, text)
	}
	return write.step(sum(old.size, old.digest), b.source.sum())
}

// show returns the new body as a plan shows it.
func (b body) show() string {
	text, ok := b.source.text()
	switch {
	case b.secret:
		return sh.Masked
	case ok && printable(text):
		return text
	}
	return b.source.sum()
}

func printable(s string) bool {
	return len(s) <= shown && utf8.ValidString(s) && !strings.Contains(s, "\x00")
}

func sum(size int64, digest string) string { return fmt.Sprintf("%d bytes, sha256 %s", size, digest) }

// oldBody is what the probe says about the body that is there.
type oldBody struct {
	digest string
	size   int64  // 0 unless the body differs
	text   string // empty unless it differs and may be shown
}

// whole reports whether the probe printed all of the text.
func (o oldBody) whole() bool { return int64(len(o.text)) == o.size }

func parseOld(path, printed string) (o oldBody, err error) {
	head, text, _ := strings.Cut(printed, "\n")
	sum, size, sized := strings.Cut(head, " ")
	o = oldBody{digest: sum, text: text}
	if sized {
		o.size, err = strconv.ParseInt(size, 10, 64)
	}
	if err != nil || len(sum) != 64 {
		return o, fmt.Errorf("probe of %s printed %q, want a digest and a size", path, head)
	}
	return o, nil
}
