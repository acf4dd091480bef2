package mount

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

const nothing = "nothing"

// planLive returns the steps that mount what is wanted. The options in effect
// may be old ones, if that is not empty, though the kernel does not show it.
func (m Mount) planLive(s state, old string) (c tasks.Change, err error) {
	if m.waits(s) {
		return c, nil
	}
	if len(s.live) > 0 && m.fits(s) {
		m.planOptions(&c, s.live[len(s.live)-1], old)
		return c, nil
	}
	mount := m.mount()
	switch {
	case s.source == "":
		return c, fmt.Errorf("%s, which is to be mounted, does not exist", m.Source)
	case len(s.live) > 0:
		mount = sh.Lines(m.unmount(1), mount)
	case s.place == "absent":
		c.Differ("directory", "absent", "present", sh.Cmd("mkdir", "-p", m.Path))
	case s.place == "directory", s.place == "file" && m.bind():
	case strings.HasPrefix(s.place, "via "):
		return c, fmt.Errorf("a symbolic link leads from %s to %s: name that", m.Path, strings.TrimPrefix(s.place, "via "))
	default:
		return c, fmt.Errorf("%s is no directory to mount anything at", m.Path)
	}
	c.Differ("mounted", s.shown(), m.shown(), mount)
	return c, nil
}

// planOptions mounts anew with other options what is there already.
func (m Mount) planOptions(c *tasks.Change, live entry, old string) {
	wanted := choose(m.Options)
	was, want := wanted.differ(live.options, m.bind())
	if live.kind == "tmpfs" {
		w, n := wanted.differTmpfs(live.options)
		was, want = append(was, w...), append(want, n...)
	}
	switch {
	case len(was) > 0:
		c.Differ("options", strings.Join(was, ","), strings.Join(want, ","), m.remount(wanted, old))
	case old != "":
		c.Differ("options", old, m.options(), m.remount(wanted, old))
	}
}

// waits reports whether systemd mounts the file system as soon as somebody looks
// at the path, as it does after a boot; until then something of its own is there.
func (m Mount) waits(s state) bool {
	return has(m.Options, "x-systemd.automount") && len(s.live) > 0 && s.live[len(s.live)-1].kind == "autofs"
}

// fits reports whether the topmost of what is mounted is what is wanted.
func (m Mount) fits(s state) bool {
	live := s.live[len(s.live)-1]
	kind := m.kind()
	if m.bind() {
		return s.bound
	}
	if kind != "auto" && kind != live.kind && live.kind != "fuseblk" && (kind != "nfs" || live.kind != "nfs4") {
		return false
	}
	loop := has(m.Options, "loop") && strings.HasPrefix(live.source, "/dev/loop")
	return loop || s.source == "unknown" || strings.TrimRight(s.source, "/") == strings.TrimRight(live.source, "/")
}

func (m Mount) shown() string {
	if m.bind() {
		return "bind of " + m.Source
	}
	return m.kind() + " from " + m.Source
}

// mount gives the flags of a bind mount in a second call: the kernel, and the
// mount of busybox, take none in the first.
func (m Mount) mount() sh.Script {
	wanted := choose(m.Options)
	words := wanted.words(false)
	if m.bind() {
		how := "bind"
		if has(m.Options, "rbind") {
			how = "rbind"
		}
		first := sh.Cmd("mount", "-o", how, m.Source, m.Path)
		if len(words) == 0 {
			return first
		}
		return sh.Lines(first, sh.Cmd("mount", "-o", strings.Join(append([]string{"remount", "bind"}, words...), ","), m.Path))
	}
	argv := []string{"-t", m.kind()}
	if len(words) > 0 {
		argv = append(argv, "-o", strings.Join(words, ","))
	}
	return sh.Cmd("mount", append(argv, m.Source, m.Path)...)
}

// remount names source and path, so that mount(8) takes no options from
// /etc/fstab, where the old ones are. Of a bind mount it turns no flag off but
// those that the old options had: the others are inherited.
func (m Mount) remount(wanted choice, old string) sh.Script {
	how := []string{"remount"}
	if m.bind() {
		how = append(how, "bind")
		for flag := range choose(strings.Split(old, ",")).set {
			on := wanted.set[flag]
			wanted.set[flag] = on
		}
	}
	return sh.Cmd("mount", "-o", strings.Join(append(how, wanted.words(!m.bind())...), ","), m.Source, m.Path)
}

// entry is one file system that is mounted at the path.
type entry struct {
	kind, source string
	options      []string // of the mount, and of the file system
}

// state is what the probe has seen.
type state struct {
	source string  // the real name of the wanted source; empty if it is not there
	live   []entry // what is mounted at the path, the topmost last
	bound  bool    // the source and the path are the same directory
	place  string  // what is at the path if nothing is mounted there
	fstab  string
}

// shown says what is mounted, for a person.
func (s state) shown() string {
	if len(s.live) == 0 {
		return nothing
	}
	top := s.live[len(s.live)-1]
	return top.kind + " from " + top.source
}

// parse reads what the probe has printed.
func (m Mount) parse(got string) (s state, err error) {
	for {
		line, rest, ok := strings.Cut(got, "\n")
		word, detail, _ := strings.Cut(line, " ")
		switch word {
		case "source":
			s.source = detail
		case "bound":
			s.bound = true
		case "place":
			s.place = detail
		case "mount":
			f := strings.Fields(detail)
			if len(f) != 4 {
				return s, fmt.Errorf("probe of %s printed %q, want a mounted file system", m.Path, line)
			}
			e := entry{kind: f[0], source: unescape(f[1]), options: append(strings.Split(f[2], ","), strings.Split(f[3], ",")...)}
			s.live = append(s.live, e)
		case "real":
			if len(s.live) == 0 {
				return s, errors.New("probe printed a source and no mount")
			}
			s.live[len(s.live)-1].source = detail
		default:
			if !ok {
				return s, fmt.Errorf("probe of %s printed %q", m.Path, line)
			}
			s.fstab = got
			return s, nil
		}
		got = rest
	}
}
