package mount

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// tags are where udev keeps links to devices by what a source can name.
var tags = [][2]string{
	{"UUID=", "by-uuid"}, {"LABEL=", "by-label"}, {"PARTUUID=", "by-partuuid"}, {"PARTLABEL=", "by-partlabel"},
}

// device returns the path of the source on the host, or nothing if it has none.
func (m Mount) device() (path string, tagged bool) {
	for _, tag := range tags {
		if name, ok := strings.CutPrefix(m.Source, tag[0]); ok {
			return m.root + "/dev/disk/" + tag[1] + "/" + strings.Trim(name, `"`), true
		}
	}
	if strings.HasPrefix(m.Source, "/") && !strings.HasPrefix(m.Source, "//") {
		return m.Source, false
	}
	return "", false
}

// Probe prints
//
//	source REAL                      the wanted source, with links resolved
//	mount TYPE SOURCE OPTIONS OPTIONS  for all that is mounted at the path
//	real SOURCE                      that of the topmost, with links resolved
//	bound                            if that is the wanted directory
//	place KIND                       what is there if nothing is mounted
//
// and then what [file.Text.Probe] prints of /etc/fstab. A path at which
// something is mounted is not looked at, as a server may be away; only a bind
// mount has to be.
func (m Mount) Probe() sh.Script {
	probe := "p=" + sh.Word(m.Path) + " e=" + sh.Word(escape(m.Path)) + "\n" +
		m.probeSource() + "\n" +
		`m=$(e="$e" awk '$5 == ENVIRON["e"] { for (i = 7; i < NF && $i != "-"; i++); print "mount", $(i + 1), $(i + 2), $6, $(i + 3) }' ` +
		sh.Word(m.root+"/proc/self/mountinfo") + `) || exit
if [ -n "$m" ]; then
	printf '%s\n' "$m"
	d=${m##*"mount "} d=${d#* } d=${d%% *}
	if [ -L "$d" ]; then d=$(readlink -f "$d") && printf 'real %s\n' "$d" || exit; fi
`
	if m.bind() {
		probe += "	if [ -e " + sh.Word(m.Source) + ` ]; then
		b=$(stat -L -c %d:%i ` + sh.Word(m.Source) + ` "$p") || exit
		if [ "${b%%
*}" = "${b##*
}" ]; then echo bound; fi
	fi
`
	}
	return probe + `elif [ -d "$p" ]; then
	r=$(cd -P "$p" && pwd -P) || exit
	if [ "$r" = "$p" ]; then echo place directory; else printf 'place via %s\n' "$r"; fi
elif [ -e "$p" ]; then
	if [ -f "$p" ]; then echo place file; else echo place other; fi
else
	d=$p
	while [ ! -e "$d" ]; do d=${d%/*} d=${d:-/}; done
	[ ! -d "$d" ] || [ -x "$d" ] || { printf 'cannot look into %s\n' "$d" >&2; exit 1; }
	echo place absent
fi
` + m.text().Probe()
}

func (m Mount) probeSource() sh.Script {
	if !m.wanted() {
		return "echo source"
	}
	device, tagged := m.device()
	none := sh.Script("echo source")
	switch {
	case device == "":
		return sh.Cmd("printf", `%s\n`, "source "+m.Source)
	case tagged:
		none = "echo source unknown"
	}
	d := sh.Word(device)
	return "if [ -e " + d + " ]; then s=$(readlink -f " + d + ") && printf 'source %s\\n' \"$s\" || exit; else " + none + "; fi"
}

// sampleLive is what the probe prints of the file system once it is mounted.
func (m Mount) sampleLive() string {
	kind := m.kind()
	options := append([]string{"seclabel"}, choose(m.Options).words(false)...)
	out := "mount " + kind + " " + escape(m.Source) + " " + escape(strings.Join(options, ",")) + " rw\n"
	if m.bind() {
		out += "bound\n"
	}
	return out
}
