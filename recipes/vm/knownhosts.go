package vm

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// KnownHosts is the host keys of a lab's machines in a known_hosts file: each
// under its names, and no other key under these. Other lines stay, also those
// of machines of the lab that are not named, unless none is.
type KnownHosts struct {
	File  string
	Lab   string
	Hosts []KnownHost // none: the file has no line of the lab
}

// KnownHost is a machine's host key.
type KnownHost struct {
	Names []string // as in known_hosts
	Key   string   // type, base64, and a comment "host key LAB/MACHINE" as [sshca.HostKey] gives it, by which the line is told from others
}

func (k KnownHosts) String() string { return "host keys in " + k.File }

// Probe prints the file.
func (k KnownHosts) Probe() sh.Script {
	return "[ ! -e " + sh.Word(k.File) + " ] || " + sh.Cmd("cat", "--", k.File)
}

// Plan puts the machines' own lines at the end of the file.
func (k KnownHosts) Plan(got string) (c tasks.Change, err error) {
	var own, ours []string
	for _, h := range k.Hosts {
		own = append(own, h.Names...)
		ours = append(ours, strings.Join(h.Names, ",")+" "+strings.TrimSpace(h.Key)+"\n")
	}
	var was, others []string
	for line := range strings.Lines(got) {
		line = strings.TrimSuffix(line, "\n") + "\n"
		if isFor(line, own) || len(k.Hosts) == 0 && k.isOfLab(line) {
			was = append(was, line)
		} else {
			others = append(others, line)
		}
	}
	if slices.Equal(was, ours) {
		return c, nil
	}
	c.Differ("keys", strings.Join(was, ""), strings.Join(ours, ""), k.write(strings.Join(append(others, ours...), "")))
	return c, nil
}

// isFor reports whether a line of known_hosts has one of the names.
func isFor(line string, names []string) bool {
	patterns, _, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	return slices.ContainsFunc(strings.Split(patterns, ","), func(p string) bool {
		return slices.Contains(names, p) || slices.ContainsFunc(names, func(name string) bool { return isHashed(p, name) })
	})
}

// isHashed reports whether a pattern is a name as ssh writes it with
// HashKnownHosts, which Debian sets: |1|SALT|HASH, the hash being HMAC-SHA1.
func isHashed(pattern, name string) bool {
	parts := strings.Split(pattern, "|")
	if len(parts) != 4 || parts[0] != "" || parts[1] != "1" {
		return false
	}
	salt, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return false
	}
	mac := hmac.New(sha1.New, salt)
	_, _ = mac.Write([]byte(name)) // which never fails
	return base64.StdEncoding.EncodeToString(mac.Sum(nil)) == parts[3]
}

// isOfLab reports whether a line is one that this task has written: the
// comment is what stands after names, type and key.
func (k KnownHosts) isOfLab(line string) bool {
	words := strings.SplitN(line, " ", 4)
	return len(words) == 4 && strings.HasPrefix(words[3], "host key "+k.Lab+"/")
}

// write replaces the file, or removes it where nothing is left to be in it. A
// link to it stays.
// What is made belongs to the owner of the directory that it is made in, since
// the work may be done as root for them.
func (k KnownHosts) write(body string) sh.Script {
	if body == "" {
		return "if [ -L " + sh.Word(k.File) + " ]; then : >" + sh.Word(k.File) + "; else " + sh.Cmd("rm", "-f", "--", k.File) + "; fi"
	}
	return "(\nfile=" + sh.Word(k.File) + `
[ ! -L "$file" ] || file=$(readlink -f "$file") || exit
dir=${file%/*}
umask 077
user=$(id -u) || exit
own() { [ "$user" != 0 ] || chown "$(stat -c %u:%g "${1%/*}/")" "$1"; }
[ -d "$dir" ] || { mkdir "$dir" && own "$dir"; } || exit
` + sh.Group(sh.Feed([]byte(body), `cat >"$file.new"`)) + ` && own "$file.new" && mv "$file.new" "$file"
)`
}
