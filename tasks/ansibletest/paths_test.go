package ansibletest

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// paths compares what there is in a file system.
func paths() scene {
	return scene{name: "paths", comparisons: slices.Concat(directories(), links(), attributes()), start: func(t testing.TB, h *taskstest.Host) {
		t.Helper()
		for _, name := range []string{"tight/in", "gone/deep/file", "gone-file", "release-1/in", "release-2/in", "plain", "owned/deep/file", "touched"} {
			debiantest.Write(t, h, "srv/"+name, name+"\n")
		}
		must(t, os.Symlink("release-1", filepath.Join(h.Root, "srv/current")))
		must(t, os.Symlink("release-1", filepath.Join(h.Root, "srv/same")))
	}}
}

func directories() []comparison {
	return []comparison{
		{
			module: "file: state=directory", task: "`file.Directory`",
			note: "But Ansible makes the directories above it, too; with hrun each is a task, so that each has the mode and the owner that somebody chose.",
			ansible: `
- file: {path: /srv/new, state: directory, mode: "0750", owner: "12", group: "34"}
- file: {path: /srv/tight, state: directory, mode: "0700"}
- file: {path: /srv/a/b/c, state: directory}
`,
			ours: []tasks.Task{
				file.Directory{Path: "/srv/new", Mode: 0o750, Owner: "12:34"},
				file.Directory{Path: "/srv/tight", Mode: 0o700},
				file.Directory{Path: "/srv/a"}, file.Directory{Path: "/srv/a/b"}, file.Directory{Path: "/srv/a/b/c"},
			},
		},
		{
			module: "file: state=absent", task: "`file.Absent`",
			note: "But hrun removes a directory that is not empty only with `Recursive`.",
			ansible: `
- file: {path: /srv/gone, state: absent}
- file: {path: /srv/gone-file, state: absent}
- file: {path: /srv/never, state: absent}
`,
			ours: []tasks.Task{
				file.Absent{Path: "/srv/gone", Recursive: true},
				file.Absent{Path: "/srv/gone-file"},
				file.Absent{Path: "/srv/never"},
			},
		},
	}
}

const missing = `failed: src file does not exist, use "force=yes" if you really want to create the link: /srv/nowhere`

func links() []comparison {
	return []comparison{
		{
			module: "file: state=link", task: "`file.Link`",
			ansible: `
- file: {path: /srv/link, state: link, src: release-1}
- file: {path: /srv/current, state: link, src: release-2}
- file: {path: /srv/same, state: link, src: release-1}
- file: {path: /srv/plain, state: link, src: release-1, force: true}
`,
			ours: []tasks.Task{
				file.Link{Path: "/srv/link", Target: "release-1"},
				file.Link{Path: "/srv/current", Target: "release-2"},
				file.Link{Path: "/srv/same", Target: "release-1"},
				file.Link{Path: "/srv/plain", Target: "release-1", Force: true},
			},
		},
		{
			module: "file: state=link to what is not there", task: "`file.Link`",
			ansible: `
- file: {path: /srv/dangling, state: link, src: nowhere}
`,
			ours: []tasks.Task{file.Link{Path: "/srv/dangling", Target: "nowhere"}},
			differs: []difference{{
				why: "Ansible fails where the target is missing, unless `force`; hrun makes the link, as ln(1) does: `Force` is only about replacing a file.",
				in: found{
					check:           {missing, "changed"},
					first:           {missing, "changed"},
					second:          {missing, "ok"},
					"/srv/dangling": {"absent", "L 777 0:0 nowhere"},
				},
			}},
		},
	}
}

func attributes() []comparison {
	return []comparison{
		{
			module: "file: mode, owner, group, recurse", task: "`file.Attributes`",
			ansible: `
- file: {path: /srv/release-1/in, mode: "0640", owner: "12", group: "34"}
- file: {path: /srv/owned, state: directory, owner: "12", group: "34", recurse: true}
`,
			ours: []tasks.Task{
				file.Attributes{Path: "/srv/release-1/in", Mode: 0o640, Owner: "12:34"},
				file.Attributes{Path: "/srv/owned", Owner: "12:34", Recursive: true},
			},
		},
		{
			module: "file: mode of what is not there", task: "`file.Attributes`",
			ansible: `
- file: {path: /srv/nothing, mode: "0640"}
`,
			ours: []tasks.Task{file.Attributes{Path: "/srv/nothing", Mode: 0o640}},
		},
		{
			module: "file: state=touch", task: "`file.Attributes`",
			ansible: `
- file: {path: /srv/touched, state: touch, mode: "0600"}
`,
			ours: []tasks.Task{file.Attributes{Path: "/srv/touched", Mode: 0o600}},
			differs: []difference{{
				why: "A `touch` changes something in each run; hrun has no task that is never done. To have an empty file made, use `file.Content`.",
				in:  found{second: {"changed", "ok"}},
			}},
		},
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
