package vm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// KnownHosts is the host keys of machines in a known_hosts file: each under
// its names, and no other key under these. Other entries stay.
type KnownHosts struct {
	File  string
	Hosts []KnownHost
}

// KnownHost is a machine's host key.
type KnownHost struct {
	Names []string // as in known_hosts
	Key   string   // path of the public key
}

func (k KnownHosts) String() string { return "host keys in " + k.File }

// Probe prints the machines' keys, a line each, and then the file.
func (k KnownHosts) Probe() sh.Script {
	script := sh.Script("(\n")
	for _, h := range k.Hosts {
		script += "if [ -e " + sh.Word(h.Key) + " ]; then " + sh.Cmd("cut", "-d ", "-f1,2", h.Key) + " || exit; else echo none; fi\n"
	}
	return script + "[ ! -e " + sh.Word(k.File) + " ] || " + sh.Cmd("cat", k.File) + "\n)"
}

// Plan puts the machines' own lines at the end of the file.
func (k KnownHosts) Plan(got string) (c tasks.Change, err error) {
	lines := strings.SplitN(got, "\n", len(k.Hosts)+1)
	if len(lines) != len(k.Hosts)+1 {
		return c, fmt.Errorf("the probe printed %q", got)
	}
	var own, ours []string
	for i, h := range k.Hosts {
		if lines[i] == "none" {
			return c, fmt.Errorf("%s has no host key yet", h.Names[0])
		}
		own = append(own, h.Names...)
		ours = append(ours, strings.Join(h.Names, ",")+" "+lines[i]+"\n")
	}
	var was, others []string
	for line := range strings.Lines(lines[len(k.Hosts)]) {
		if line = strings.TrimSuffix(line, "\n") + "\n"; isFor(line, own) {
			was = append(was, line)
		} else {
			others = append(others, line)
		}
	}
	if slices.Equal(was, ours) {
		return c, nil
	}
	c.Differ("keys", strings.Join(was, ""), strings.Join(ours, ""), k.write(strings.Join(append(others, ours...), "")))
	return c, nil
}

// isFor reports whether a line of known_hosts has one of the names.
func isFor(line string, names []string) bool {
	patterns, _, _ := strings.Cut(line, " ")
	return slices.ContainsFunc(strings.Split(patterns, ","), func(p string) bool { return slices.Contains(names, p) })
}

func (k KnownHosts) write(body string) sh.Script {
	return "(\nfile=" + sh.Word(k.File) + "\numask 077\n" + sh.Group(sh.Feed([]byte(body), `cat >"$file.new"`)) + ` &&
chown --reference="${file%/*}/" "$file.new" && mv "$file.new" "$file"
)`
}
