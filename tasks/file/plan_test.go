package file_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// examples has a task of every type, for the plans and the golden scripts.
func examples() map[string]tasks.Task {
	return map[string]tasks.Task{
		"content":     file.Content{Path: "/etc/motd", Body: "new\n"},
		"owned":       file.Content{Path: "/etc/motd", Body: "new\n", Mode: 0o755 | fs.ModeSetuid, Owner: "daemon:4"},
		"verified":    file.Content{Path: "/etc/motd", Body: "new\n", Verify: "haproxy -c -f"},
		"binary":      file.Content{Path: "/etc/motd", Body: "\xff\x00"},
		"secret":      file.Secret{Path: "/etc/key", Body: sh.NewSecret("hunter2\n"), Owner: "root:daemon"},
		"kept":        file.Content{Path: "/etc/motd", Body: "new\n", Backup: true},
		"kept-secret": file.Secret{Path: "/etc/key", Body: sh.NewSecret("hunter2\n"), Backup: true},
		"upload": file.Upload{Path: "/opt/app", Mode: 0o755, Source: file.Source{File: tasks.Upload{
			Path: "/home/me/app", Size: 3 << 20, SHA256: strings.Repeat("ab", 32),
		}}},
		"download": file.Download{Path: "/opt/app", URL: "https://example.org/it's", SHA256: strings.Repeat("AB", 32), Mode: 0o755},
		"download-token": file.Download{
			Path: "/opt/app", URL: "http://example.org/app", SHA256: strings.Repeat("ab", 32), Token: sh.NewSecret(`hunter"2`), Within: time.Minute,
		},
		"directory":   file.Directory{Path: "/srv/it's", Mode: 0o770 | fs.ModeSetgid, Owner: "daemon:daemon"},
		"absent":      file.Absent{Path: "/etc/motd"},
		"recursive":   file.Absent{Path: "/etc/motd.d", Recursive: true},
		"link":        file.Link{Path: "/etc/motd", Target: "../run/motd"},
		"forced":      file.Link{Path: "/etc/motd", Target: "../run/motd", Force: true},
		"line":        file.Line{Path: "/etc/sshd", Line: "PermitRootLogin no", Match: "^#?PermitRootLogin[[:space:]]"},
		"no-line":     file.Line{Path: "/etc/sshd", Line: "UsePAM yes", Match: "^#?UseDNS", Absent: true},
		"plain-line":  file.Line{Path: "/etc/sshd", Line: "UsePAM yes", Create: true},
		"before-line": file.Line{Path: "/etc/sshd", Line: "UsePAM yes", Before: "^Match "},
		"after-line":  file.Line{Path: "/etc/sshd", Line: "UsePAM yes", After: "^#"},
		"block":       file.Block{Path: "/etc/sshd", Name: "peers", Body: "a\nb\n"},
		"settings": file.Settings{Path: "/etc/systemd/journald.conf", Uncomment: true, Settings: []file.Setting{
			{Section: "Journal", Key: "SystemMaxUse", Value: "1G"}, {Section: "Journal", Key: "Storage", Absent: true},
		}},
		"tree": file.Tree{Path: "/etc/app", Purge: true, Owner: "root:daemon", Entries: []file.Entry{
			{Name: "conf.d/a", Body: "new\n"}, {Name: "current", Mode: fs.ModeSymlink, Target: "conf.d"},
		}},
		"attributes": file.Attributes{Path: "/var/lib/app", Mode: 0o750, Owner: "daemon:daemon", Recursive: true},
		"no-block":   file.Block{Path: "/etc/sshd", Name: "peers", Absent: true},
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, examples()) }

func TestProbes(t *testing.T) {
	for _, name := range []string{"content", "secret", "directory", "absent", "link", "line", "tree", "attributes"} {
		taskstest.Golden(t, name+"-probe", examples()[name].Probe())
	}
}
