package openssh

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"slices"
	"strings"
)

// authority marks the line of a certificate authority.
const authority = "@cert-authority"

// entry is a line of a file of known hosts, sshd(8).
type entry struct {
	marker string // empty, authority or another that begins with "@"
	names  string // with commas between, or one that is hashed
	key    key
}

// parseEntry reads "[MARKER] NAMES TYPE BASE64 [COMMENT]"; ok is false for what
// is none, as a comment.
func parseEntry(line string) (e entry, ok bool) {
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '#' {
		return e, false
	}
	if line[0] == '@' {
		e.marker, line, _ = strings.Cut(line, " ")
		line = strings.TrimLeft(line, " \t")
	}
	i := strings.IndexAny(line, " \t")
	if i < 0 {
		return e, false
	}
	e.names = line[:i]
	e.key, ok = bare(line[i:])
	return e, ok
}

// has reports whether the entry names a host, letter by letter: a pattern that
// would match the name does not count. ssh compares in lower case.
func (e entry) has(name string) bool {
	name = strings.ToLower(name)
	if rest, ok := strings.CutPrefix(e.names, "|1|"); ok {
		salt, sum, _ := strings.Cut(rest, "|")
		return hashed(salt, name) == sum
	}
	return slices.ContainsFunc(strings.Split(e.names, ","), func(n string) bool { return strings.ToLower(n) == name })
}

// hashed returns what stands for a name: HMAC-SHA1 with the salt as the key,
// both in base64. It is empty if the salt is not.
func hashed(salt, name string) string {
	key, err := base64.StdEncoding.DecodeString(salt)
	if err != nil {
		return ""
	}
	h := hmac.New(sha1.New, key)
	h.Write([]byte(name))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// without returns the entry's line without some of its names; it is empty if
// no others are left.
func (e entry) without(names []string) string {
	if strings.HasPrefix(e.names, "|") || e.marker != "" {
		return ""
	}
	left := slices.DeleteFunc(strings.Split(e.names, ","), func(n string) bool {
		return slices.ContainsFunc(names, func(m string) bool { return strings.EqualFold(m, n) })
	})
	if e.names = strings.Join(left, ","); e.names == "" {
		return ""
	}
	return e.String() + "\n"
}

// String returns the entry as a line.
func (e entry) String() string {
	line := e.names + " " + e.key.String()
	if e.marker != "" {
		line = e.marker + " " + line
	}
	return line
}
