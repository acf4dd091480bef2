package ansibletest

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/hrun-dev/hrun/files"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// contents compares whole files.
func contents() scene {
	return scene{name: "contents", comparisons: []comparison{copied(), modes(), kept(), throughLink(), verified(), wholeTree(), rendered()}, start: func(t testing.TB, h *taskstest.Host) {
		t.Helper()
		for name, body := range map[string]string{
			"old": "old\n", "same": "same\n", "private": "old\n", "backed": "old\n", "behind": "old\n", "if": "true\n",
			"app/index": "an index\n", "app/deep/page": "a page\n", "template.j2": jinja, "program": program,
		} {
			debiantest.Write(t, h, "srv/"+name, body)
		}
		must(t, os.Chmod(filepath.Join(h.Root, "srv/private"), 0o600))
		must(t, os.Symlink("behind", filepath.Join(h.Root, "srv/link")))
	}}
}

func copied() comparison {
	local, err := file.Local("testdata/program")
	if err != nil {
		panic(err)
	}
	return comparison{
		module: "copy: content, src", task: "`file.Content`, `file.Upload`",
		ansible: `
- copy: {dest: /srv/new, content: "it's \"new\"\n"}
- copy: {dest: /srv/old, content: "new\n", mode: "0640", owner: "12", group: "34"}
- copy: {dest: /srv/same, content: "same\n"}
- copy: {dest: /srv/empty, content: ""}
- copy: {dest: /srv/uploaded, src: /srv/program, mode: "0755"}
`,
		ours: []tasks.Task{
			file.Content{Path: "/srv/new", Body: "it's \"new\"\n"},
			file.Content{Path: "/srv/old", Body: "new\n", Mode: 0o640, Owner: "12:34"},
			file.Content{Path: "/srv/same", Body: "same\n"},
			file.Content{Path: "/srv/empty"},
			file.Upload{Path: "/srv/uploaded", Source: local, Mode: 0o755},
		},
	}
}

func modes() comparison {
	return comparison{
		module: "copy: no mode", task: "`file.Content`",
		ansible: `
- copy: {dest: /srv/private, content: "new\n"}
`,
		ours: []tasks.Task{file.Content{Path: "/srv/private", Body: "new\n"}},
		differs: []difference{{
			why: "Without `mode`, Ansible leaves the mode that the file has; with hrun no `Mode` is 0644, whoever made the file, so that two hosts end up equal. `file.Secret` is 0600.",
			in:  found{"/srv/private": {"600", "644"}},
		}},
	}
}

func kept() comparison {
	return comparison{
		module: "copy: backup", task: "`file.Content` with `Backup`",
		ansible: `
- copy: {dest: /srv/backed, content: "new\n", backup: true}
`,
		ours: []tasks.Task{file.Content{Path: "/srv/backed", Body: "new\n", Backup: true}},
		differs: []difference{{
			why: "Ansible's backup is named after its process and the time, hrun's is `backed.~1~`, as cp(1) names it: most readers of whole directories skip that, and what is kept already is not kept again.",
			in: found{
				"/srv/backed.PID.TIME~": {"- 644 0:0 old\n", "absent"},
				"/srv/backed.~1~":       {"absent", "- 644 0:0 old\n"},
			},
		}},
	}
}

func throughLink() comparison {
	return comparison{
		module: "copy: onto a link", task: "`file.Content`",
		ansible: `
- copy: {dest: /srv/link, content: "new\n"}
`,
		ours: []tasks.Task{file.Content{Path: "/srv/link", Body: "new\n"}},
	}
}

func verified() comparison {
	return comparison{
		module: "copy: validate", task: "`file.Content` with `Verify`",
		ansible: `
- copy: {dest: /srv/if, content: "if true\n", validate: "sh -n %s"}
`,
		ours: []tasks.Task{file.Content{Path: "/srv/if", Body: "if true\n", Verify: "sh -n"}},
		differs: []difference{{
			why: "Both refuse the file. In check, Ansible does not validate; hrun verifies a copy, and says so then.",
			in:  found{check: {"changed", `failed: CANDIDATE: 2: Syntax error: end of file unexpected (expecting "then")`}},
		}},
	}
}

func wholeTree() comparison {
	return comparison{
		module: "copy: src is a directory", task: "`file.Tree`",
		ansible: `
- copy: {dest: /srv/copy, src: /srv/app/, mode: "0640", directory_mode: "0750"}
`,
		ours: []tasks.Task{file.Tree{Path: "/srv/copy", Mode: 0o750, Entries: []file.Entry{
			{Name: "index", Body: "an index\n", Mode: 0o640},
			{Name: "deep", Mode: fs.ModeDir | 0o750},
			{Name: "deep/page", Body: "a page\n", Mode: 0o640},
		}}},
	}
}

const jinja = `# {{ name }}
{% for server in servers %}
server {{ server }}:{{ port }}
{% endfor %}
{% if debug %}
debug
{% else %}
quiet "{{ name }}"
{% endif %}
`

// The same in the language of text/template: "-" trims all white space on its
// side, where Jinja2 in Ansible takes the line feed after a block.
const gotemplate = `# {{.Name}}
{{range .Servers -}}
server {{.}}:{{$.Port}}
{{end -}}
{{if .Debug -}}
debug
{{else -}}
quiet "{{.Name}}"
{{end}}`

func rendered() comparison {
	body, err := files.RenderFS(fstest.MapFS{"t": {Data: []byte(gotemplate)}}, "t", struct {
		Name    string
		Servers []string
		Port    int
		Debug   bool
	}{"it's <b>&", []string{"one", "two"}, 8080, false})
	if err != nil {
		panic(err)
	}
	return comparison{
		module: "template", task: "`file.Content` with `files.RenderFS`",
		ansible: `
- template: {dest: /srv/rendered, src: /srv/template.j2}
  vars: {name: "it's <b>&", servers: [one, two], port: 8080, debug: false}
`,
		ours: []tasks.Task{file.Content{Path: "/srv/rendered", Body: body}},
	}
}
