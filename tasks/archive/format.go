package archive

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// format is a kind of archive.
type format struct {
	flag string // of tar
	zip  bool
}

func formats() map[string]format {
	return map[string]format{
		".tar": {}, ".zip": {zip: true},
		".tar.gz": {flag: "-z"}, ".tgz": {flag: "-z"},
		".tar.bz2": {flag: "-j"}, ".tbz2": {flag: "-j"},
		".tar.xz": {flag: "-J"}, ".txz": {flag: "-J"},
		".tar.zst": {flag: "--zstd"}, ".tzst": {flag: "--zstd"},
	}
}

// Suffixes lists how the name of an archive may end.
func Suffixes() []string { return slices.Sorted(maps.Keys(formats())) }

func formatOf(source string) (format, error) {
	for suffix, f := range formats() {
		if strings.HasSuffix(source, suffix) {
			return f, nil
		}
	}
	return format{}, fmt.Errorf("cannot tell from its name what archive %q is: it ends in one of %s", path.Base(source), strings.Join(Suffixes(), ", "))
}

// list prints the names in the archive, a line each, and more around them.
func (f format) list(source string) sh.Script {
	if f.zip {
		return sh.Cmd("unzip", "-l", source)
	}
	return f.tar("-t", source)
}

// extract extracts everything below "./$n~". It runs only after list has found
// no bad names. But none of these programs would write elsewhere anyway, not
// even through a link that the archive has made before.
func (f format) extract(source string) sh.Script {
	if f.zip {
		return `unzip -q -o -d "./$n~" ` + sh.Word(source)
	}
	return f.tar("-x", source, "-o") + ` -C "./$n~"`
}

// tar reads the archive from standard input, because tar(1) takes a name with
// a colon for one of another host.
func (f format) tar(do, source string, more ...string) sh.Script {
	args := append([]string{do}, more...)
	if f.flag != "" {
		args = append(args, f.flag)
	}
	return "<" + sh.Word(source) + " " + sh.Cmd("tar", append(args, "-f", "-")...)
}
