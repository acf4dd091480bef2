package ansibletest

import (
	"slices"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

const sshd = "#PermitRootLogin yes\nUsePAM yes\n#Port 22\n"

const (
	noAnchor = `failed: /etc/text/anchor: no line matches "^Nowhere", after which to insert`
	noBlock  = `failed: /etc/text/half: 1 lines "# BEGIN hrun b" and 0 lines "# END hrun b" are not one block`
)

// lines compares parts of text files.
func lines() scene {
	return scene{name: "lines", comparisons: slices.Concat(line(), block()), start: func(t testing.TB, h *taskstest.Host) {
		t.Helper()
		for name, body := range map[string]string{
			"match": sshd, "end": sshd, "after": sshd, "before": sshd, "there": sshd, "open": "no line feed",
			"twice": "port 1\nuse\nport 2\n", "less": "port 1\nuse\nport 2\nmore\n", "anchor": sshd, "several": "use a\nport\nuse b\n", "checked": "true\n",
			"block": "one\n# BEGIN hrun b\nold\n# END hrun b\ntwo\n", "noblock": "one\ntwo\n",
			"unblock": "one\n# BEGIN hrun b\nold\n# END hrun b\ntwo\n", "half": "one\n# BEGIN hrun b\nold\ntwo\n",
		} {
			debiantest.Write(t, h, "etc/text/"+name, body)
		}
	}}
}

func line() []comparison {
	return []comparison{
		{
			module: "lineinfile: regexp, insertafter, insertbefore", task: "`file.Line`",
			ansible: `
- lineinfile: {path: /etc/text/match, line: PermitRootLogin no, regexp: "^#?PermitRootLogin "}
- lineinfile: {path: /etc/text/end, line: X11Forwarding no, regexp: "^#?X11Forwarding "}
- lineinfile: {path: /etc/text/after, line: X11Forwarding no, insertafter: "^UsePAM"}
- lineinfile: {path: /etc/text/before, line: X11Forwarding no, insertbefore: "^UsePAM"}
- lineinfile: {path: /etc/text/there, line: UsePAM yes}
- lineinfile: {path: /etc/text/open, line: more}
- lineinfile: {path: /etc/text/new, line: more, create: true}
`,
			ours: []tasks.Task{
				file.Line{Path: "/etc/text/match", Line: "PermitRootLogin no", Match: "^#?PermitRootLogin "},
				file.Line{Path: "/etc/text/end", Line: "X11Forwarding no", Match: "^#?X11Forwarding "},
				file.Line{Path: "/etc/text/after", Line: "X11Forwarding no", After: "^UsePAM"},
				file.Line{Path: "/etc/text/before", Line: "X11Forwarding no", Before: "^UsePAM"},
				file.Line{Path: "/etc/text/there", Line: "UsePAM yes"},
				file.Line{Path: "/etc/text/open", Line: "more"},
				file.Line{Path: "/etc/text/new", Line: "more", Create: true},
			},
		},
		{
			module: "lineinfile: several lines match regexp", task: "`file.Line`",
			ansible: `
- lineinfile: {path: /etc/text/twice, line: port 3, regexp: "^port "}
`,
			ours: []tasks.Task{file.Line{Path: "/etc/text/twice", Line: "port 3", Match: "^port "}},
			differs: []difference{{
				why: "Ansible replaces the last of the lines and leaves the others, so that the old value may still count; hrun replaces the first and removes the others.",
				in:  found{"/etc/text/twice": {"port 1\nuse\nport 3\n", "port 3\nuse\n"}},
			}},
		},
		{
			module: "lineinfile: several lines match insertbefore", task: "`file.Line`",
			ansible: `
- lineinfile: {path: /etc/text/several, line: new, insertbefore: "^use"}
`,
			ours: []tasks.Task{file.Line{Path: "/etc/text/several", Line: "new", Before: "^use"}},
			differs: []difference{{
				why: "Ansible inserts before the last of the lines (unless `firstmatch`), hrun before the first; after a line, both insert after the last.",
				in:  found{"/etc/text/several": {"use a\nport\nnew\nuse b\n", "new\nuse a\nport\nuse b\n"}},
			}},
		},
		{
			module: "lineinfile: insertafter matches nothing", task: "`file.Line`",
			ansible: `
- lineinfile: {path: /etc/text/anchor, line: new, insertafter: "^Nowhere"}
`,
			ours: []tasks.Task{file.Line{Path: "/etc/text/anchor", Line: "new", After: "^Nowhere"}},
			differs: []difference{{
				why: "Ansible adds the line at the end, where it may mean something else; hrun fails, also in check.",
				in: found{
					check:              {"changed", noAnchor},
					first:              {"changed", noAnchor},
					second:             {"ok", noAnchor},
					"/etc/text/anchor": {sshd + "new\n", sshd},
				},
			}},
		},
		{
			module: "lineinfile: state=absent", task: "`file.Line` with `Absent`",
			ansible: `
- lineinfile: {path: /etc/text/less, regexp: "^port ", state: absent}
- lineinfile: {path: /etc/text/less, line: use, state: absent}
- lineinfile: {path: /etc/text/nowhere, line: use, state: absent}
`,
			ours: []tasks.Task{
				file.Line{Path: "/etc/text/less", Match: "^port ", Absent: true},
				file.Line{Path: "/etc/text/less", Line: "use", Absent: true},
				file.Line{Path: "/etc/text/nowhere", Line: "use", Absent: true},
			},
		},
		{
			module: "lineinfile: validate", task: "`file.Line` with `Verify`",
			ansible: `
- lineinfile: {path: /etc/text/checked, line: "if true", validate: "sh -n %s"}
`,
			ours: []tasks.Task{file.Line{Path: "/etc/text/checked", Line: "if true", Verify: "sh -n"}},
			differs: []difference{{
				why: "As for `copy`.",
				in:  found{check: {"changed", `failed: CANDIDATE: 3: Syntax error: end of file unexpected (expecting "then")`}},
			}},
		},
	}
}

func block() []comparison {
	return []comparison{
		{
			module: "blockinfile", task: "`file.Block`",
			ansible: `
- blockinfile: {path: /etc/text/block, block: "new\nlines", marker: "# {mark} hrun b"}
- blockinfile: {path: /etc/text/noblock, block: "new\nlines", marker: "# {mark} hrun b", insertafter: "^one"}
- blockinfile: {path: /etc/text/unblock, state: absent, marker: "# {mark} hrun b"}
- blockinfile: {path: /etc/text/newblock, block: new, marker: "// {mark} hrun b", create: true}
`,
			note: "The marker of `file.Block` is `# BEGIN hrun NAME`; for one that Ansible has left, take the old block out by its `marker` first, or give Ansible this marker.",
			ours: []tasks.Task{
				file.Block{Path: "/etc/text/block", Name: "b", Body: "new\nlines"},
				file.Block{Path: "/etc/text/noblock", Name: "b", Body: "new\nlines", After: "^one"},
				file.Block{Path: "/etc/text/unblock", Name: "b", Absent: true},
				file.Block{Path: "/etc/text/newblock", Name: "b", Body: "new", Comment: "//", Create: true},
			},
		},
		{
			module: "blockinfile: a marker without the other", task: "`file.Block`",
			ansible: `
- blockinfile: {path: /etc/text/half, block: new, marker: "# {mark} hrun b"}
`,
			ours: []tasks.Task{file.Block{Path: "/etc/text/half", Name: "b", Body: "new"}},
			differs: []difference{{
				why: "Ansible adds a second block below the broken one; hrun fails, also in check, because it cannot know what the block was.",
				in: found{
					check:            {"changed", noBlock},
					first:            {"changed", noBlock},
					second:           {"ok", noBlock},
					"/etc/text/half": {"one\n# BEGIN hrun b\nold\ntwo\n# BEGIN hrun b\nnew\n# END hrun b\n", "one\n# BEGIN hrun b\nold\ntwo\n"},
				},
			}},
		},
	}
}
