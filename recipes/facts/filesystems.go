package facts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Filesystem is one that is mounted from a device.
type Filesystem struct {
	Device string `json:"device"` // such as "/dev/sda1"
	Path   string `json:"path"`   // where it is mounted; a device may be in several places
	Type   string `json:"type"`   // such as "ext4"
	Bytes  int64  `json:"bytes"`  // that it can hold
	Free   int64  `json:"free"`   // bytes that users other than root can still have
}

// Filesystems are what is mounted from devices of the host, in the order of
// mounting. What has no device, such as a tmpfs or a share of the network, is
// left out, and so is what a later mount from a device at the same place hides.
func Filesystems() Fact[[]Filesystem] {
	return Fact[[]Filesystem]{Name: "filesystems", Probe: mounts, Parse: parseFilesystems}
}

// mounts prints "mount DEVICE PATH TYPE" as in proc_pid_mounts(5), where spaces
// are octal, and what df says about it below.
const mounts = `while read -r device path type rest; do
  case $device in /dev/*) ;; *) continue ;; esac
  echo "mount $device $path $type"
  case $path in *\\*) path=$(printf "$(printf %s "$path" | sed 's/%/%%/g')x") && path=${path%x} || exit 1 ;; esac
  df -P -k "$path" || exit 1
done </proc/self/mounts`

func parseFilesystems(printed string) ([]Filesystem, error) {
	all := []Filesystem{}
	for line := range strings.Lines(printed) {
		f := strings.Fields(line)
		switch {
		case len(f) == 4 && f[0] == "mount":
			path := unescaped(f[2])
			all = slices.DeleteFunc(all, func(f Filesystem) bool { return f.Path == path })
			all = append(all, Filesystem{Device: f[1], Path: path, Type: f[3]})
		case len(f) < 6 || f[0] == "Filesystem":
		case len(all) == 0:
			return nil, fmt.Errorf("df printed %q", line)
		default:
			size, err1 := strconv.ParseInt(f[1], 10, 64)
			free, err2 := strconv.ParseInt(f[3], 10, 64)
			if err1 != nil || err2 != nil {
				return nil, fmt.Errorf("df printed %q", line)
			}
			last := &all[len(all)-1]
			last.Bytes, last.Free = size*1024, free*1024
		}
	}
	return all, nil
}

// unescaped resolves the octal numbers in which the kernel writes spaces,
// newlines and backslashes.
func unescaped(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`, `\043`, "#").Replace(s)
}
