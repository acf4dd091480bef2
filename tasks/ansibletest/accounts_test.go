package ansibletest

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
	"github.com/hrun-dev/hrun/tasks/user"
)

// hash is one of crypt(5), of no password that anyone has.
const hash = "$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/"

// accounts compares users and groups, with the real tools.
func accounts() scene {
	return scene{name: "accounts", comparisons: []comparison{groups(), newUsers(), homes(), changedUsers(), memberships(), passwords(), goneUsers()}, start: func(t testing.TB, h *taskstest.Host) {
		t.Helper()
		for name, body := range map[string]string{
			"passwd": "root:x:0:0:root:/root:/bin/sh\nmoved:x:1001:1001::/home/moved:/bin/sh\ngone:x:1002:1002::/home/gone:/bin/sh\n" +
				"member:x:1003:1003::/home/member:/bin/sh\nonly:x:1004:1004::/home/only:/bin/sh\n",
			"group": "root:x:0:\nadm:x:4:only\nsudo:x:27:\nusers:x:100:\nmoved:x:1001:\ngone:x:1002:\nmember:x:1003:\nonly:x:1004:\n" +
				"unused:x:1005:\nrenumbered:x:1006:\n",
			"shadow": "root:*:19000:0:99999:7:::\nmoved:!:19000:0:99999:7:::\ngone:!:19000:0:99999:7:::\n" +
				"member:!:19000:0:99999:7:::\nonly:!:19000:0:99999:7:::\n",
			"gshadow":       "root:*::\nadm:!::only\nsudo:!::\nusers:!::\nmoved:!::\ngone:!::\nmember:!::\nonly:!::\nunused:!::\nrenumbered:!::\n",
			"login.defs":    "MAIL_DIR /var/mail\nUID_MIN 1000\nUID_MAX 60000\nSYS_UID_MIN 100\nSYS_UID_MAX 999\nGID_MIN 1000\nGID_MAX 60000\nSYS_GID_MIN 100\nSYS_GID_MAX 999\nUSERGROUPS_ENAB yes\nENCRYPT_METHOD YESCRYPT\n",
			"nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\n",
			"skel/.profile": "umask 022\n",
			"pam.d/other":   "auth required pam_permit.so\naccount required pam_permit.so\npassword required pam_permit.so\nsession required pam_permit.so\n",
		} {
			debiantest.Write(t, h, "etc/"+name, body)
		}
		must(t, h.Run("mkdir -p /home/gone /home/moved /home/member /home/only /etc/security && chown gone:gone /home/gone && : >/home/gone/file").Err())
	}}
}

func groups() comparison {
	return comparison{
		module: "group", task: "`user.Group`",
		ansible: `
- group: {name: ops, gid: 2000}
- group: {name: service, system: true}
- group: {name: renumbered, gid: 2001}
- group: {name: unused, state: absent}
`,
		ours: []tasks.Task{
			user.Group{Name: "ops", GID: 2000},
			user.Group{Name: "service", System: true},
			user.Group{Name: "renumbered", GID: 2001},
			user.Group{Name: "unused", Absent: true},
		},
	}
}

func newUsers() comparison {
	return comparison{
		module: "user: a new user", task: "`user.User` with `CreateHome`",
		ansible: `
- user: {name: deploy, uid: 2100, comment: "it's me", shell: /bin/bash, groups: [adm, sudo], append: true}
- user: {name: daemon, system: true, home: /nonexistent, shell: /usr/sbin/nologin, create_home: false}
- user: {name: late, uid: 2101, group: users, expires: 1924992000}
`,
		ours: []tasks.Task{
			user.User{Name: "deploy", UID: 2100, Comment: "it's me", Shell: "/bin/bash", Groups: user.In("adm", "sudo"), CreateHome: true},
			user.User{Name: "daemon", System: true, Home: "/nonexistent", Shell: "/usr/sbin/nologin"},
			user.User{Name: "late", UID: 2101, Group: "users", Expires: "2031-01-01", CreateHome: true},
		},
	}
}

func homes() comparison {
	return comparison{
		module: "user: create_home is not given", task: "`user.User`",
		ansible: `
- user: {name: homely, uid: 2200}
`,
		ours: []tasks.Task{user.User{Name: "homely", UID: 2200}},
		differs: []difference{{
			why: "Ansible makes the home directory of a new user unless `create_home: false`; hrun only with `CreateHome`, as useradd(8) of Debian with `-m`.",
			in: found{
				"/home/homely":          {"d 755 2200:2200", "absent"},
				"/home/homely/.profile": {"- 644 2200:2200 umask 022\n", "absent"},
			},
		}},
	}
}

func changedUsers() comparison {
	return comparison{
		module: "user: another comment, shell and home", task: "`user.User`",
		ansible: `
- user: {name: moved, comment: New, shell: /bin/bash, home: /srv/moved, create_home: false}
`,
		ours: []tasks.Task{user.User{Name: "moved", Comment: "New", Shell: "/bin/bash", Home: "/srv/moved"}},
	}
}

func memberships() comparison {
	return comparison{
		module: "user: groups, append", task: "`user.User` with `user.In`, `user.OnlyIn`",
		ansible: `
- user: {name: member, groups: [adm], append: true}
- user: {name: only, groups: [sudo]}
`,
		ours: []tasks.Task{
			user.User{Name: "member", Groups: user.In("adm")},
			user.User{Name: "only", Groups: user.OnlyIn("sudo")},
		},
	}
}

func passwords() comparison {
	return comparison{
		module: "user: password, password_lock", task: "`user.User` with `Password`, `Lock`",
		ansible: `
- user: {name: root, password: "` + hash + `"}
- user: {name: locked, uid: 2300, password: "` + hash + `", password_lock: true, create_home: false}
`,
		ours: []tasks.Task{
			user.User{Name: "root", Password: sh.NewSecret(hash)},
			user.User{Name: "locked", UID: 2300, Password: sh.NewSecret(hash), Lock: user.Locked},
		},
	}
}

func goneUsers() comparison {
	return comparison{
		module: "user: state=absent, remove", task: "`user.User` with `Absent`, `RemoveHome`",
		ansible: `
- user: {name: gone, state: absent, remove: true}
- user: {name: never, state: absent}
`,
		ours: []tasks.Task{user.User{Name: "gone", Absent: true, RemoveHome: true}, user.User{Name: "never", Absent: true}},
	}
}
