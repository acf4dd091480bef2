package ansibletest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// tree is what lies below a root: of each path its [aspects].
type tree map[string]aspects

// aspects of a file: kind, mode, owner, content or target.
type aspects [4]string

// uncompared are paths that are left out with all that is below them, each with
// the reason.
var uncompared = map[string]string{
	"/usr": "is this machine's", "/proc": "is this machine's", "/dev": "is this machine's",
	"/srv/repo":                            "is what git checks out",
	"/srv/checkout/.git":                   "is git's own",
	"/repo":                                "is where packages come from",
	"/run/mount":                           "is left by the mount(8) that hides what Ansible needs for itself",
	"/var/log":                             "has times",
	"/var/cache/apt":                       "is made from the lists",
	"/var/lib/apt/lists":                   "is copied from /repo, times included",
	"/var/lib/apt/periodic":                "is about the lists",
	"/var/lib/dpkg/info":                   "follows from the status",
	"/var/lib/dpkg/status-old":             "is dpkg's backup",
	"/var/lib/dpkg/available":              "is dpkg's cache",
	"/var/cache/debconf/config.dat-old":    "is debconf's backup",
	"/var/cache/debconf/templates.dat-old": "is debconf's backup",
}

// paragraphs are files of which each paragraph counts as a file, without the
// fields that follow from others.
var paragraphs = map[string]bool{"/var/lib/dpkg/status": true, "/var/lib/apt/extended_states": true}

// changed is the day, in shadow(5), on which a password was changed.
var changed = regexp.MustCompile(`(?m)^([^:]*:[^:]*):\d+:`)

// backup is how Ansible names the old file that it keeps.
var backup = regexp.MustCompile(`\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~$`)

// look describes the whole tree of the host.
func look(t testing.TB, h *taskstest.Host) tree {
	t.Helper()
	found := tree{}
	err := filepath.WalkDir(h.Root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := "/" + strings.TrimPrefix(strings.TrimPrefix(path, h.Root), "/")
		if _, out := uncompared[name]; out {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if paragraphs[name] {
			return found.addParagraphs(name, path)
		}
		found[backup.ReplaceAllString(name, ".PID.TIME~")], err = inspect(path, d)
		return err
	})
	must(t, err)
	found["uname -n"] = aspects{h.Run("uname -n").Stdout}
	return found
}

var fields = regexp.MustCompile(`(?m)^(Package|Status|Version|Auto-Installed): (.*)$`)

func (t tree) addParagraphs(name, path string) error {
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for p := range strings.SplitSeq(strings.TrimSpace(string(body)), "\n\n") {
		var values []string
		for _, field := range fields.FindAllStringSubmatch(p, -1) {
			values = append(values, field[2])
		}
		if len(values) > 1 {
			t[name+" "+values[0]] = aspects{strings.Join(values[1:], " ")}
		}
	}
	return nil
}

func inspect(path string, d fs.DirEntry) (aspects, error) {
	info, err := d.Info()
	if err != nil {
		return aspects{}, err
	}
	st := info.Sys().(*syscall.Stat_t)
	a := aspects{info.Mode().Type().String()[:1], fmt.Sprintf("%o", st.Mode&0o7777), fmt.Sprintf("%d:%d", st.Uid, st.Gid)}
	switch {
	case info.Mode().IsRegular():
		var body []byte
		body, err = os.ReadFile(path)
		a[3] = string(body)
		if strings.HasSuffix(path, "/etc/shadow") {
			a[3] = changed.ReplaceAllString(a[3], "$1:DAY:")
		}
	case info.Mode()&fs.ModeSymlink != 0:
		a[3], err = os.Readlink(path)
	}
	return a, err
}

// treesDiffer returns what differs, by path.
func treesDiffer(ansible, ours tree) found {
	differ := found{}
	for path := range ours {
		if _, is := ansible[path]; !is {
			differ[place(path)] = [2]string{"absent", ours[path].String()}
		}
	}
	for path, a := range ansible {
		o, is := ours[path]
		switch {
		case !is:
			differ[place(path)] = [2]string{a.String(), "absent"}
		case a != o:
			differ[place(path)] = [2]string{a.besides(o), o.besides(a)}
		}
	}
	return differ
}

func (a aspects) String() string { return strings.TrimRight(strings.Join(a[:], " "), " ") }

// besides returns the aspects in which a is not as b.
func (a aspects) besides(b aspects) string {
	var own []string
	for i := range a {
		if a[i] != b[i] {
			own = append(own, a[i])
		}
	}
	return strings.Join(own, " ")
}
