// Package sshca is an SSH authority of one's own: the key that signs
// certificates of users, keys that are derived from a secret, and the role of a
// host that lets in whoever holds a certificate of one authority.
package sshca

import (
	"cmp"
	"fmt"
	"path"
	"regexp"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Trust makes sshd accept user certificates that the authority has signed; see
// TrustedUserCAKeys in sshd_config(5). Other ways in stay as they are.
//
// sshd takes the first value that it finds for a setting: if another one names
// another file, the last task fails and says so, and nothing is cut off.
type Trust struct {
	CA   string // the authority's public key, one line as in authorized_keys, without options; several lines are several authorities
	Path string // file on the host that holds it; default "/etc/ssh/ca.pub"
}

// Reload is the name of the handler that makes sshd read its configuration.
// Connections that stand are not touched by it.
const Reload = "reload ssh"

const (
	config  = "/etc/ssh/sshd_config"
	dropIns = "/etc/ssh/sshd_config.d"
	dropIn  = dropIns + "/50-hrun-ca.conf"
)

var plainPath = regexp.MustCompile(`^/[A-Za-z0-9_./-]+$`)

// On puts the setting into a file of its own, which Debian's sshd_config
// includes at its top; where it does not, the line is added there. At the end
// of sshd_config, where it is often appended, it would belong to the last
// Match block.
func (t Trust) On(h *recipes.Host) error {
	t.Path = cmp.Or(t.Path, "/etc/ssh/ca.pub")
	if !plainPath.MatchString(t.Path) || path.Clean(t.Path) != t.Path {
		return fmt.Errorf("sshca: path %q is not a plain absolute path", t.Path)
	}
	key, err := parseKeys(t.CA)
	if err != nil {
		return fmt.Errorf("sshca: %w", err)
	}
	reload := h.Handler(Reload, systemd.Reload("ssh"))
	h.DoThen(file.Content{Path: t.Path, Body: key, Mode: 0o644, Owner: "root:root", Verify: sh.Cmd("ssh-keygen", "-l", "-f")}, reload)
	h.Do(file.Directory{Path: dropIns, Mode: 0o755, Owner: "root:root"})
	h.DoThen(file.Content{
		Path: dropIn, Mode: 0o644, Owner: "root:root", Verify: verify.SSHD(t.Path),
		Body: "# Written by hrun; changes are lost.\nTrustedUserCAKeys " + t.Path + "\n",
	}, reload)
	h.DoThen(file.Line{
		Path: config, Line: "Include " + dropIns + "/*.conf",
		Match:  `^[[:space:]]*[Ii]nclude[[:space:]]+` + regexp.QuoteMeta(dropIns) + `/\*\.conf[[:space:]]*$`,
		Before: "^", Verify: verify.SSHD(t.Path),
	}, reload)
	h.Do(effective{Path: t.Path})
	return nil
}
