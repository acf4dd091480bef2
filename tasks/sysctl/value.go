// Package sysctl holds the task about kernel parameters, sysctl(8).
package sysctl

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Value wants a kernel parameter to have a value, now and after a boot. Runs
// of white space count as one blank, as the kernel prints tabs between several
// numbers.
//
// The live value is set first: what the kernel refuses is not written to the
// file. A file that is read later (sysctl.d(5): in the order of their names)
// can still set another value at boot; /etc/sysctl.conf is read last of all.
//
// To undo one, remove its file, and set the value that is wanted instead: the
// kernel does not remember what it had before.
type Value struct {
	Key   string // e.g. net.ipv4.ip_forward; a dot inside a name is written "/": net.ipv4.conf.eth0/41.rp_filter
	Value string // one line

	// File is the file that keeps the value for the next boot. Empty means
	// /etc/sysctl.d/60-hrun-KEY.conf. Other lines of it stay.
	File string

	proc string // the kernel's tree; empty means /proc/sys
}

var (
	_ tasks.Task    = Value{}
	_ tasks.Sampler = Value{}
)

var keyForm = regexp.MustCompile(`^[A-Za-z0-9_]+([./][A-Za-z0-9_@:-]+)+$`)

// Validate reports a key that names no parameter, a value that is empty or
// not one line, and a bad path.
func (v Value) Validate() error {
	var errs []error
	if !keyForm.MatchString(v.Key) {
		errs = append(errs, fmt.Errorf("key %q is not of the form a.b.c", v.Key))
	}
	if strings.TrimSpace(v.Value) == "" || strings.ContainsAny(v.Value, "\x00\n") {
		errs = append(errs, fmt.Errorf("value %q is empty, or not one line", v.Value))
	}
	return errors.Join(append(errs, v.text().Validate())...)
}

func (v Value) String() string { return "sysctl " + v.Key }

func (v Value) text() file.Text {
	if v.File == "" {
		v.File = "/etc/sysctl.d/60-hrun-" + strings.ReplaceAll(v.Key, "/", "-") + ".conf"
	}
	return file.Text{Path: v.File, Create: true}
}

// live returns the parameter's place in the kernel's tree, where dots and
// slashes of the key have changed places.
func (v Value) live() string {
	if v.proc == "" {
		v.proc = "/proc/sys"
	}
	return path.Join(v.proc, strings.NewReplacer(".", "/", "/", ".").Replace(canonical(v.Key)))
}

// Probe prints "live" and the value, or "none" if the kernel has no such
// parameter, and then what [file.Text.Probe] prints.
func (v Value) Probe() sh.Script {
	top := "/proc/sys"
	if v.proc != "" {
		top = v.proc
	}
	return sh.Lines(
		sh.Cmd("cd", top),
		"k="+sh.Word(v.live()),
		`if [ -e "$k" ]; then l=$(tr '\t\n' '  ' <"$k") && printf 'live %s\n' "$l"; else echo none; fi`,
		sh.Group(v.text().Probe()),
	)
}

// Plan compares the live value and the file.
func (v Value) Plan(got string) (c tasks.Change, err error) {
	if err := v.Validate(); err != nil {
		return c, err
	}
	head, rest, _ := strings.Cut(got, "\n")
	word, live, _ := strings.Cut(head, " ")
	switch word {
	case "live":
	case "none":
		return c, fmt.Errorf("the kernel has no parameter %s; a module may have to be loaded first", v.Key)
	default:
		return c, fmt.Errorf("probe of %s printed %q, want a value", v.Key, head)
	}
	kept, err := v.text().Plan(rest, v.rewrite)
	if err != nil {
		return c, err
	}
	c.Differ("live", blanks(live), blanks(v.Value), v.set())
	c.Steps = append(c.Steps, kept.Steps...)
	return c, nil
}

// Sample shows a parameter that is 0, or 1 if 0 is wanted, and no file.
func (v Value) Sample() (before, after string) {
	other := "0"
	if blanks(v.Value) == other {
		other = "1"
	}
	return "live " + other + "\nabsent\n",
		"live " + v.Value + "\nfile 644 0:0 root:root\ntext\n" + v.line()
}

// set speaks up itself where the kernel refuses: busybox says nothing.
func (v Value) set() sh.Script {
	refused := fmt.Sprintf("the kernel refuses %q for %s", v.Value, v.Key)
	return sh.Cmd("printf", `%s\n`, v.Value) + " >" + sh.Word(v.live()) + " || { " + sh.Cmd("echo", refused) + " >&2; exit 1; }"
}
