package ansibletest

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/archive"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/git"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

const program = "#!/bin/sh\necho \"it's here\"\n"

// serve has a server on this machine for what is fetched.
func serve(t testing.TB) (url string) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /program", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write([]byte(program)); err != nil {
			t.Error(err)
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

// fetch compares what comes from servers, and out of archives.
func fetch(url string) scene {
	return scene{name: "fetch", comparisons: []comparison{downloaded(url), undigested(url), another(url), unpacked(), checkedOut()}, start: func(t testing.TB, h *taskstest.Host) {
		t.Helper()
		for _, name := range []string{"old", "stale"} {
			debiantest.Write(t, h, "srv/"+name, "old\n")
		}
		must(t, h.Run("git init -q -b main /srv/repo && cd /srv/repo && echo one >file && mkdir dir && ln -s ../file dir/link && git add . && "+
			"git -c user.name=nobody -c user.email=nobody@example.org commit -q -m one --date=@0").Err())
		debiantest.Write(t, h, "srv/tree/bin/program", program)
		debiantest.Write(t, h, "srv/tree/README", "read me\n")
		must(t, h.Run("mkdir /srv/app && cd /srv/tree && chmod 755 bin/program && chmod 664 README && "+
			"tar -cf /srv/app.tar --format=ustar --sort=name --mtime=@0 --owner=12 --group=34 --numeric-owner bin README").Err())
	}}
}

func digest() string { return fmt.Sprintf("%x", sha256.Sum256([]byte(program))) }

func downloaded(url string) comparison {
	return comparison{
		module: "get_url: checksum", task: "`file.Download`",
		ansible: `
- get_url: {url: "` + url + `/program", dest: /srv/new, mode: "0755", checksum: "sha256:` + digest() + `"}
- get_url: {url: "` + url + `/program", dest: /srv/old, checksum: "sha256:` + digest() + `"}
`,
		ours: []tasks.Task{
			file.Download{URL: url + "/program", Path: "/srv/new", Mode: 0o755, SHA256: digest()},
			file.Download{URL: url + "/program", Path: "/srv/old", SHA256: digest()},
		},
	}
}

func undigested(url string) comparison {
	return comparison{
		module: "get_url: no checksum", task: "`file.Download`",
		note: "But Ansible asks the server in each run, and takes what it gives; hrun wants a digest, and asks only where the file has another.",
		ansible: `
- get_url: {url: "` + url + `/program", dest: /srv/stale}
`,
		ours: []tasks.Task{file.Download{URL: url + "/program", Path: "/srv/stale", SHA256: digest()}},
	}
}

func another(url string) comparison {
	wrong := fmt.Sprintf("%x", sha256.Sum256(nil))
	return comparison{
		module: "get_url: another checksum", task: "`file.Download`",
		ansible: `
- get_url: {url: "` + url + `/program", dest: /srv/wrong, checksum: "sha256:` + wrong + `"}
`,
		ours: []tasks.Task{file.Download{URL: url + "/program", Path: "/srv/wrong", SHA256: wrong}},
	}
}

// stamp is what hrun remembers of the archive.
const stamp = `901451dbf73c5b99ecbf985634d090c8d567ef8bbeab8904463997de07b0b2e2 0 755 -
41ed 0:0 - .
41ed 0:0 - ./bin
8180 0:0 0 ./.hrun-archive
81a4 0:0 8 ./README
81ed 0:0 27 ./bin/program
`

func unpacked() comparison {
	return comparison{
		module: "unarchive: remote_src", task: "`archive.Extracted`",
		ansible: `
- unarchive: {src: /srv/app.tar, dest: /srv/app, remote_src: true}
`,
		ours: []tasks.Task{archive.Extracted{Source: "/srv/app.tar", Into: "/srv/app"}},
		differs: []difference{
			{
				why: "In check, Ansible skips; hrun foretells the change.",
				in:  found{check: {"skipped", "changed"}},
			},
			{
				why: "Owners in the archive do not count for hrun, and nobody but the owner may write: to whom the files belong is for the task to say.",
				in: found{
					"/srv/app/README":      {"664 12:34", "644 0:0"},
					"/srv/app/bin":         {"12:34", "0:0"},
					"/srv/app/bin/program": {"12:34", "0:0"},
				},
			},
			{
				why: "hrun keeps the digest of the archive and what came out of it in `.hrun-archive`, and so notices a new archive and a changed file; the directory is the archive's alone, and is made by the task.",
				in:  found{"/srv/app/.hrun-archive": {"absent", "- 644 0:0 " + stamp}},
			},
		},
	}
}

func checkedOut() comparison {
	return comparison{
		module: "git: version", task: "`git.Checkout`",
		note: "What git keeps for itself is not compared: with hrun a commit is checked out, never a branch.",
		ansible: `
- git: {repo: "file:///srv/repo", dest: /srv/checkout, version: main}
`,
		ours: []tasks.Task{git.Checkout{URL: "file:///srv/repo", Path: "/srv/checkout", Version: "main"}},
	}
}
