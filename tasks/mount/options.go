package mount

import (
	"slices"
	"strconv"
	"strings"
)

func has(options []string, o string) bool { return slices.Contains(options, o) }

// flags are the options that every file system has, each with the word for its
// opposite, as in mount(8).
var flags = [][2]string{
	{"ro", "rw"}, {"nosuid", "suid"}, {"nodev", "dev"}, {"noexec", "exec"}, {"sync", "async"},
	{"noatime", "relatime"}, {"nodiratime", "diratime"}, {"dirsync", ""}, {"nosymfollow", "symfollow"},
}

// implied are the flags that come with options for the commands alone.
var implied = map[string][]string{
	"user": {"nosuid", "nodev", "noexec"}, "users": {"nosuid", "nodev", "noexec"},
	"owner": {"nosuid", "nodev"}, "group": {"nosuid", "nodev"},
}

// forCommands are the options that the kernel never hears of.
var forCommands = []string{
	"defaults", "auto", "noauto", "user", "nouser", "users", "owner", "group", "nofail", "_netdev", "bind", "rbind",
}

// choice is what a set of options comes to.
type choice struct {
	set   map[string]bool // flags that are named, and whether they are to be on
	other []string        // what the file system understands, in order
}

// choose reads the options in order, as a later one wins.
func choose(options []string) choice {
	c := choice{set: map[string]bool{}}
	for _, o := range options {
		for _, f := range implied[o] {
			c.set[f] = true
		}
		i := slices.IndexFunc(flags, func(f [2]string) bool { return f[0] == o || f[1] == o })
		switch {
		case i >= 0:
			c.set[flags[i][0]] = flags[i][0] == o
		case o == "atime":
			c.set["noatime"] = false
		case !has(forCommands, o) && !strings.HasPrefix(o, "x-") && !strings.HasPrefix(o, "comment="):
			c.other = append(c.other, o)
		}
	}
	if has(options, "strictatime") {
		c.set["noatime"] = false
	}
	return c
}

// words returns the options for mount(8): the flags that are on, those that are
// named to be off, or with all every other flag, by the words for their
// opposite, and the rest.
func (c choice) words(all bool) []string {
	var words []string
	for _, f := range flags {
		_, named := c.set[f[0]]
		switch {
		case f[0] == "noatime" && has(c.other, "strictatime"):
		case f[0] == "nosymfollow" && !c.set[f[0]]:
		case c.set[f[0]]:
			words = append(words, f[0])
		case (all || named) && f[1] != "":
			words = append(words, f[1])
		}
	}
	return append(words, c.other...)
}

// differ returns the flags that are otherwise than wanted, as they are and as
// they should be. With named it leaves out those that nobody has named.
func (c choice) differ(live []string, named bool) (was, want []string) {
	for _, f := range flags {
		on, mentioned := c.set[f[0]]
		is := has(live, f[0])
		if is == on || named && !mentioned {
			continue
		}
		word := map[bool]string{true: f[0], false: f[1]}
		if f[1] == "" {
			word[false] = "no " + f[0]
		}
		was, want = append(was, word[is]), append(want, word[on])
	}
	if has(c.other, "strictatime") && has(live, "relatime") {
		was, want = append(was, "relatime"), append(want, "strictatime")
	}
	return was, want
}

// differTmpfs does the same for the size of a tmpfs, tmpfs(5): it cannot be
// given another mode or owner once it is mounted.
func (c choice) differTmpfs(live []string) (was, want []string) {
	for _, o := range c.other {
		size, ok := strings.CutPrefix(o, "size=")
		i := slices.IndexFunc(live, func(l string) bool { return strings.HasPrefix(l, "size=") })
		if ok && i >= 0 && !sameSize(size, strings.TrimPrefix(live[i], "size=")) {
			was, want = append(was, live[i]), append(want, o)
		}
	}
	return was, want
}

// sameSize reports whether the kernel, which rounds up to whole pages of at
// most 64 KiB, may have made one size of the other. A share of the memory
// cannot be judged.
func sameSize(want, is string) bool {
	if strings.HasSuffix(want, "%") {
		return true
	}
	w, okWant := parseSize(want)
	i, okIs := parseSize(is)
	return okWant && okIs && i >= w && i-w < 64<<10
}

func parseSize(size string) (n uint64, ok bool) {
	shift := 0
	switch strings.ToLower(size[max(0, len(size)-1):]) {
	case "k":
		shift = 10
	case "m":
		shift = 20
	case "g":
		shift = 30
	}
	if shift > 0 {
		size = size[:len(size)-1]
	}
	n, err := strconv.ParseUint(size, 10, 64)
	return n << shift, err == nil
}
