package ansibletest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/apt"
	"github.com/hrun-dev/hrun/tasks/command"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/cron"
	"github.com/hrun-dev/hrun/tasks/debconf"
	"github.com/hrun-dev/hrun/tasks/expect"
	"github.com/hrun-dev/hrun/tasks/hostname"
	"github.com/hrun-dev/hrun/tasks/openssh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
)

// Keys that nobody has the other half of.
const (
	oneKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDfT4Kb0ssukoRSgI5OmcqWj4KJx6Y+u2Lz/dyH+mTKf"
	twoKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPJ9I7iUiKl2VrUsryXIEHCf5vnt8xbfw7vMmJR90NAt"
)

// system compares what makes a host what it is.
func system() scene {
	comparisons := []comparison{named(), known(), scheduled(), unscheduled(), sourced(), answered(), commanded(), awaited(), missed()}
	return scene{name: "system", isolate: []string{"-u"}, comparisons: comparisons, start: func(t testing.TB, h *taskstest.Host) {
		t.Helper()
		for name, body := range map[string]string{
			"etc/hostname": "old\n", "etc/cron.d/gone": "#Ansible: gone\n@daily root true\n",
			"etc/ssh/ssh_known_hosts": "renewed " + oneKey + "\nleft " + oneKey + "\n",
			"srv/there":               "there\n",
			// Ansible wants a crontab(1) also where it does not call it.
			"bin-of-test/crontab": "#!/bin/sh\nexit 1\n",
		} {
			debiantest.Write(t, h, name, body)
		}
		must(t, os.Symlink("../usr/lib/os-release", filepath.Join(h.Root, "etc/os-release")))
		must(t, os.Chmod(filepath.Join(h.Root, "bin-of-test/crontab"), 0o755))
		h.Shell.Path = []string{"/bin-of-test"}
		debiantest.Publish(t, h, debiantest.Package{Name: "asking", Version: "1", Scripts: map[string]string{
			"templates": "Template: asking/colour\nType: string\nDefault: grey\nDescription: colour\n\n" +
				"Template: asking/really\nType: boolean\nDescription: really\n",
		}})
		must(t, h.Run("apt-get -qq update && debconf-show asking").Err())
	}}
}

func named() comparison {
	return comparison{
		module: "hostname", task: "`hostname.Name`",
		note: "Compared without systemd, with `use: alpine`.",
		ansible: `
- hostname: {name: node01, use: alpine}
`,
		ours: []tasks.Task{hostname.Name{Name: "node01"}},
		differs: []difference{{
			why: "Used so, Ansible sets the live name from the file before it writes the file, so that the host keeps its old name until it boots.",
			in:  found{"uname -n": {"old\n", "node01\n"}},
		}},
	}
}

func known() comparison {
	return comparison{
		module: "known_hosts", task: "`openssh.KnownHost`",
		ansible: `
- known_hosts: {path: /etc/ssh/ssh_known_hosts, name: node01, key: "node01 ` + oneKey + `"}
- known_hosts: {path: /etc/ssh/ssh_known_hosts, name: renewed, key: "renewed ` + twoKey + `"}
- known_hosts: {path: /etc/ssh/ssh_known_hosts, name: left, state: absent}
`,
		ours: []tasks.Task{
			openssh.KnownHost{Names: []string{"node01"}, Keys: []string{oneKey}},
			openssh.KnownHost{Names: []string{"renewed"}, Keys: []string{twoKey}},
			openssh.KnownHost{Names: []string{"left"}, Absent: true},
		},
		differs: []difference{{
			why: "Ansible lets ssh-keygen(1) remove keys, which leaves the old file beside the new one.",
			in: found{"/etc/ssh/ssh_known_hosts.old": {
				"- 644 0:0 left " + oneKey + "\nnode01 " + oneKey + "\nrenewed " + twoKey + "\n", "absent",
			}},
		}},
	}
}

func scheduled() comparison {
	return comparison{
		module: "cron: cron_file", task: "`cron.Job`",
		ansible: `
- cron: {name: report, cron_file: report, user: root, minute: "5", hour: "3", job: "df >/var/log/df"}
`,
		ours: []tasks.Task{cron.Job{Name: "report", Schedule: "5 3 * * *", Command: "df >/var/log/df"}},
		differs: []difference{{
			why: "Ansible marks each job by a comment, because a file may have several; with hrun a job is a file, and nothing else is in it.",
			in: found{"/etc/cron.d/report": {
				"#Ansible: report\n5 3 * * * root df >/var/log/df\n", "5 3 * * * root df >/var/log/df\n",
			}},
		}},
	}
}

func unscheduled() comparison {
	return comparison{
		module: "cron: cron_file, state=absent", task: "`cron.Job` with `Absent`",
		ansible: `
- cron: {name: gone, cron_file: gone, state: absent}
`,
		ours: []tasks.Task{cron.Job{Name: "gone", Absent: true}},
	}
}

func sourced() comparison {
	return comparison{
		module: "apt_repository", task: "`apt.Source`",
		ansible: `
- apt_repository: {repo: "deb [trusted=yes] copy:/repo ./", filename: toys}
`,
		ours: []tasks.Task{apt.Source{Name: "toys", URIs: []string{"copy:/repo"}, Suites: []string{"./"}, Fields: map[string]string{"Trusted": "yes"}}},
		differs: []difference{{
			why: "Ansible writes a line to `toys.list`, hrun the format deb822, with the key in it, to `toys.sources`. To change over, have the old file absent by `file.Absent`. Ansible fetches the lists at once; hrun does when a package is to be installed.",
			in: found{
				"/etc/apt/sources.list.d/toys.list":    {"- 644 0:0 deb [trusted=yes] copy:/repo ./\n", "absent"},
				"/etc/apt/sources.list.d/toys.sources": {"absent", "- 644 0:0 Types: deb\nURIs: copy:/repo\nSuites: ./\nTrusted: yes\n"},
			},
		}},
	}
}

func answered() comparison {
	return comparison{
		module: "debconf", task: "`debconf.Answers`",
		ansible: `
- debconf: {name: asking, question: asking/colour, vtype: string, value: "it's blue"}
- debconf: {name: asking, question: asking/really, vtype: boolean, value: "true"}
`,
		ours: []tasks.Task{debconf.Answers{Package: "asking", Answers: []debconf.Answer{
			{Question: "asking/colour", Value: "it's blue"},
			{Question: "asking/really", Type: "boolean", Value: "true"},
		}}},
	}
}

func commanded() comparison {
	return comparison{
		module: "shell, command: creates", task: "`command.Command` with `Creates`",
		ansible: `
- shell: {cmd: "echo done >/srv/made", creates: /srv/made}
`,
		ours: []tasks.Task{command.Command{Name: "make it", Script: "echo done >/srv/made", Creates: "/srv/made"}},
	}
}

func awaited() comparison {
	return comparison{
		module: "stat with assert", task: "`expect.That`",
		ansible: `
- stat: {path: /srv/there}
  register: there
- assert: {that: there.stat.exists, quiet: true}
`,
		ours: []tasks.Task{expect.That{Condition: condition.Path{Path: "/srv/there"}}},
	}
}

func missed() comparison {
	return comparison{
		module: "stat with assert: what is not so", task: "`expect.That`",
		ansible: `
- stat: {path: /srv/nowhere}
  register: nowhere
- assert: {that: nowhere.stat.exists, quiet: true}
`,
		ours: []tasks.Task{expect.That{Condition: condition.Path{Path: "/srv/nowhere"}}},
	}
}
