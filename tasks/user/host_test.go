package user

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shadow returns stand-ins that run the real tools where a host's own directory
// is mounted at /etc, in a namespace of their own: they never see the users of
// this machine.
func shadow() map[string]string {
	commands := make(map[string]string)
	for _, name := range []string{"useradd", "usermod", "userdel", "groupadd", "groupmod", "groupdel", "chpasswd", "getent", "id"} {
		commands[name] = `exec unshare -m sh -c 'mount --bind "$ROOT/etc" /etc && mount -t tmpfs none /run && exec "$@"' sh "$(PATH=/usr/sbin:/usr/bin command -v ` + name + `)" "$@"`
	}
	return commands
}

// files are those of a small host.
func files(more map[string]string) map[string]string {
	all := map[string]string{
		"passwd":  "root:x:0:0:root:/root:/bin/bash\n",
		"group":   "root:x:0:\nadm:x:4:\nsudo:x:27:\nusers:x:100:\n",
		"shadow":  "root:*:19000:0:99999:7:::\n",
		"gshadow": "root:*::\nadm:!::\nsudo:!::\nusers:!::\n",
		// LOG_OK_LOGINS and the like are of no interest; the numbers are Debian's.
		"login.defs":    "MAIL_DIR /var/mail\nUID_MIN 1000\nUID_MAX 60000\nSYS_UID_MIN 100\nSYS_UID_MAX 999\nGID_MIN 1000\nGID_MAX 60000\nSYS_GID_MIN 100\nSYS_GID_MAX 999\nUSERGROUPS_ENAB yes\nENCRYPT_METHOD YESCRYPT\n",
		"nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\n",
		"skel/.profile": "umask 022\n",
		"pam.d/other":   "auth required pam_permit.so\naccount required pam_permit.so\npassword required pam_permit.so\nsession required pam_permit.so\n",
	}
	for name, body := range more {
		all[name] += body
	}
	return all
}

// having returns a Setup of a small host with more lines in its files, in which
// ROOT is the host's directory.
func having(more map[string]string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for _, dir := range []string{"/home", "/etc/security"} {
			if err := os.MkdirAll(root+dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		for name, body := range files(more) {
			path := filepath.Join(root, "etc", name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(strings.ReplaceAll(body, "ROOT", root)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// deploy is a user who is there.
func deploy(hash string) map[string]string {
	return map[string]string{
		"passwd":  "deploy:x:1000:1000:it's me:ROOT/home/deploy:/bin/sh\n",
		"group":   "deploy:x:1000:\nops:x:1001:deploy\nweb:x:1002:deploy,root\n",
		"shadow":  "deploy:" + hash + ":19000:0:99999:7:::\n",
		"gshadow": "deploy:!::\nops:!::deploy\nweb:!::deploy,root\n",
	}
}

// farEast adds a time zone 13 hours ahead of UTC, as New Zealand has in summer,
// to the files of a host. It is a file of version 1 as in RFC 8536.
func farEast(files map[string]string) map[string]string {
	zone := "TZif" + strings.Repeat("\x00", 16) + // version and padding
		strings.Repeat("\x00", 16) + "\x00\x00\x00\x01" + "\x00\x00\x00\x04" + // one type, four characters
		"\x00\x00\xb6\xd0" + "\x00" + "\x00" + "+13\x00" // 46800 s
	all := map[string]string{"localtime": zone}
	maps.Copy(all, files)
	return all
}
