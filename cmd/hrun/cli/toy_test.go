package cli_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// toy is a recipe that needs nothing but a directory.
type toy struct {
	Group    string        // of the hosts
	Dir      string        // where the files are; it must exist
	Files    []toyFile     // to have
	Notify   bool          // a handler about every change of a file
	Sleep    time.Duration // of a task in a stage of its own; 0 for none
	Secret   string        // name of a secret to keep in a file; empty for none
	Token    sh.Secret     // is not used
	Scribble string        // name of a file that every change of a file scribbles over
	Hidden   sh.Secret     // to have in a file; empty for none
	Upload   string        // path of a file to bring, which takes a second to verify; empty for none
	Reboot   time.Duration // to wait for a reboot that does not come; 0 for none
	Wait     time.Duration // for hosts that cannot be reached; 0 for not at all
	Confirm  string        // what the files destroy; empty for nothing
	Colour   string        // name of a file whose line is a fact, and put into another file; empty for none
	Machine  string        // name of a host that a stage makes, and that has the files; empty for none
	Coloured bool          // a stage that destroys that colour, where it is known
	Survey   bool          // the files are only looked at
	After    []toyFile     // to have in a stage that only looks, after the others
	Warn     string        // a warning; empty for none
}

// toyFile is a file of one line.
type toyFile struct{ Name, Text string }

var defaults = toy{Group: "all", Dir: "/nonexistent"}

func (t toy) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group(t.Group)
	if err != nil {
		return err
	}
	if made, ok := p.Inventory.Host(t.Machine); ok {
		hosts = slices.DeleteFunc(hosts, func(h inventory.Host) bool { return h.Name == t.Machine })
		p.Stage("machines", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(line{path: t.Dir + "/machine", text: "made"})
			return nil
		})).Creates = []inventory.Host{made}
		hosts = []inventory.Host{made}
	}
	var key sh.Secret
	if t.Secret != "" {
		if key, err = p.Secrets.Secret(t.Secret, 8); err != nil {
			return err
		}
	}
	files := p.Stage("files", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
		var owed []*recipes.Handler
		if t.Notify {
			owed = append(owed, h.Handler("tell", tell{t.Dir}))
		}
		for _, f := range t.Files {
			do := line{path: t.Dir + "/" + f.Name, text: f.Text}
			if t.Scribble != "" && t.Scribble != f.Name {
				do.scribble = t.Dir + "/" + t.Scribble
			}
			h.DoThen(do, owed...)
		}
		if t.Upload != "" {
			body, err := file.Local(t.Upload)
			if err != nil {
				return err
			}
			h.Do(file.Upload{Path: t.Dir + "/uploaded", Source: body, Verify: "sleep 1; test -f"})
		}
		if t.Reboot > 0 {
			h.Do(reboot{t.Reboot})
		}
		if !t.Hidden.IsZero() {
			h.Do(file.Secret{Path: t.Dir + "/hidden", Body: t.Hidden})
		}
		if t.Colour != "" {
			colour, known := colourOf(t.Dir + "/" + t.Colour).Of(h)
			if !known {
				return nil
			}
			h.Do(line{path: t.Dir + "/painted", text: colour})
		}
		if t.Secret != "" {
			h.Do(line{path: t.Dir + "/key", text: fmt.Sprintf("%x", key.Reveal())})
		}
		return nil
	}))
	files.Confirm, files.Survey = t.Confirm, t.Survey
	if t.Warn != "" {
		p.Warn("%s", t.Warn)
	}
	if t.Wait > 0 {
		files.Unreachable = recipes.AwaitUnreachable(t.Wait)
	}
	if t.Sleep > 0 {
		p.StageOnce("rest", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(sleep{t.Dir, t.Sleep})
			return nil
		}))
	}
	if len(t.After) > 0 {
		p.Stage("after", hosts, recipes.RoleFunc(func(h *recipes.Host) error {
			for _, f := range t.After {
				h.Do(line{path: t.Dir + "/" + f.Name, text: f.Text})
			}
			return nil
		})).Survey = true
	}
	if !t.Coloured {
		return nil
	}
	if colour, known := colourOf(t.Dir+"/"+t.Colour).On(p, hosts[0]); known {
		p.Stage("painted", hosts[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(line{path: t.Dir + "/unpainted", text: colour})
			return nil
		})).Confirm = "removes " + colour
	}
	return nil
}

// colourOf is the fact of what the line of a file is.
func colourOf(path string) facts.Fact[string] {
	return facts.Fact[string]{Name: "colour", Probe: "cat " + sh.Word(path), Parse: func(printed string) (string, error) {
		return strings.TrimSuffix(printed, "\n"), nil
	}}
}

// line is a file that holds one line. The directory must be there.
type line struct{ path, text, scribble string }

func (l line) String() string { return "line " + l.path }

func (l line) Probe() sh.Script {
	return "ls " + sh.Word(path.Dir(l.path)) + " >/dev/null || exit 2\n" +
		"if [ -e " + sh.Word(l.path) + " ]; then cat " + sh.Word(l.path) + "; fi"
}

func (l line) Plan(got string) (c tasks.Change, err error) {
	do := "printf '%s\\n' " + sh.Word(l.text) + " >" + sh.Word(l.path)
	if l.scribble != "" {
		do = sh.Lines(do, "echo scribble >"+sh.Word(l.scribble))
	}
	c.Differ("content", got, l.text+"\n", do)
	return c, nil
}

// sleep is done when it has slept.
type sleep struct {
	dir      string
	duration time.Duration
}

func (sleep) String() string { return "sleep" }

func (s sleep) Probe() sh.Script { return "ls " + sh.Word(s.dir) + " | grep -x rested || :" }

func (s sleep) Plan(got string) (c tasks.Change, err error) {
	do := sh.Script(fmt.Sprintf("echo asleep; touch %[1]s/asleep; sleep %[2]v; touch %[1]s/rested", sh.Quote(s.dir), s.duration.Seconds()))
	c.Differ("rested", got, "rested\n", do)
	return c, nil
}

// tell is an action that leaves a trace.
type tell struct{ dir string }

func (t tell) Do() sh.Script { return "echo told >>" + sh.Word(t.dir+"/told") }

func (tell) Paid() sh.Script { return "" }

// reboot is a task that ends its shell as if the host went down.
type reboot struct{ within time.Duration }

func (reboot) String() string   { return "reboot" }
func (reboot) Probe() sh.Script { return "echo old" }
func (r reboot) Plan(got string) (c tasks.Change, err error) {
	c.Differ("boot", got, "new", "kill -9 $$")
	c.Reboots = r.within
	return c, nil
}
