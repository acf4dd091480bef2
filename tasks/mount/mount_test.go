package mount

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// kernel stands in for the kernel and its commands: a table in the form of
// /proc/self/mountinfo, and what adds and removes its lines.
func kernel() map[string]string {
	return map[string]string{
		"mount": `t=none o=rw
while [ "${1#-}" != "$1" ]; do case $1 in -t) t=$2 ;; -o) o=$2 ;; esac; shift 2; done
f=$ROOT/proc/self/mountinfo
[ $# = 2 ] && s=$1 p=$2 || p=$1
p=$(printf %s "$p" | sed 's/ /\\040/g')
case $o in
remount,*) o=${o#remount,} p=$p o=$o awk '$5 == ENVIRON["p"] { $6 = "rw," ENVIRON["o"] } { print }' "$f" >"$f.new" && mv "$f.new" "$f" ;;
*) printf '%s\n' "1 1 0:1 / $p $o - $t $s rw" >>"$f" ;;
esac`,
		"umount": `f=$ROOT/proc/self/mountinfo
p=$(printf %s "$1" | sed 's/ /\\040/g')
grep -c -F -e " $p " "$f" >/dev/null || exit 32
p=$p awk '$5 != ENVIRON["p"]' "$f" >"$f.new" && mv "$f.new" "$f"`,
	}
}

const disk = "# <file system> <mount point>\nUUID=abc / ext4 errors=remount-ro 0 1\n"

// machine makes a host with a mount point, a table of what is mounted there, in
// which DIR is the mount point, and an fstab.
func machine(mounted, fstab string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for name, body := range map[string]string{
			"/proc/self/mountinfo": strings.ReplaceAll("20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"+mounted, "DIR", root+"/mnt"),
			"/etc/fstab":           strings.ReplaceAll(fstab, "DIR", root+"/mnt"),
			"/dev/vdb1":            "",
			"/mnt/x":               "",
		} {
			if err := os.MkdirAll(filepath.Dir(root+name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(root+name, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(root+"/mnt", root+"/link"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMountConforms(t *testing.T) {
	at := func(dir string, m Mount) func(string) tasks.Task {
		return func(root string) tasks.Task {
			m := m
			m.root, m.Path = root, root+dir
			if strings.HasPrefix(m.Source, "/") {
				m.Source = root + m.Source
			}
			return m
		}
	}
	scratch := Mount{Source: "tmpfs", Type: "tmpfs", Options: []string{"size=64m", "nosuid"}}
	data := Mount{Source: "/dev/vdb1", Type: "ext4", Options: []string{"noatime", "nofail"}, Pass: 2}
	in := func(m Mount, s State) Mount {
		m.State = s
		return m
	}
	const live = "36 20 0:30 / DIR rw,nosuid,relatime shared:2 - tmpfs tmpfs rw,size=65536k\n"
	const other = "36 20 0:30 / DIR rw,noexec,relatime - tmpfs tmpfs rw,size=32768k\n"
	const line = disk + "tmpfs\tDIR\ttmpfs\tnosuid,size=64m\n"
	lazy := Mount{Source: "tmpfs", Type: "tmpfs", Options: []string{"size=64m", "nosuid", "x-systemd.automount"}}
	const waiting = "35 20 0:29 / DIR rw,relatime shared:2 - autofs systemd-1 rw,fd=50,pgrp=1,timeout=0,minproto=5,maxproto=5,direct\n"
	const lazyLine = disk + "tmpfs DIR tmpfs size=64m,nosuid,x-systemd.automount 0 0\n"
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: at("/mnt", scratch), Commands: kernel(), Setup: machine("", disk)},
		taskstest.Case{Name: "no directory", Task: at("/it's a/new dir", scratch), Commands: kernel(), Setup: machine("", disk)},
		taskstest.Case{Name: "device", Task: at("/mnt", data), Commands: kernel(), Setup: machine("", strings.TrimSpace(disk))},
		taskstest.Case{Name: "other source", Task: at("/mnt", data), Commands: kernel(), Setup: machine(live, line)},
		taskstest.Case{Name: "other options", Task: at("/mnt", scratch), Commands: kernel(), Setup: machine(other, line)},
		taskstest.Case{Name: "line only", Task: at("/mnt", scratch), Commands: kernel(), Setup: machine("", line)},
		taskstest.Case{Name: "live only", Task: at("/mnt", scratch), Commands: kernel(), Setup: machine(live, disk)},
		taskstest.Case{Name: "in sync", Task: at("/mnt", scratch), Commands: kernel(), Setup: machine(live, line), InSync: true},
		taskstest.Case{Name: "automount waits", Task: at("/mnt", lazy), Commands: kernel(), Setup: machine(waiting, lazyLine), InSync: true},
		taskstest.Case{Name: "automount has mounted", Task: at("/mnt", lazy), Commands: kernel(), Setup: machine(waiting+live, lazyLine), InSync: true},
		taskstest.Case{Name: "automount of others", Task: at("/mnt", scratch), Commands: kernel(), Setup: machine(waiting, line)},
		taskstest.Case{Name: "present", Task: at("/mnt", in(scratch, Present)), Commands: kernel(), Setup: machine(other, disk)},
		taskstest.Case{Name: "present in sync", Task: at("/mnt", in(scratch, Present)), Commands: kernel(), Setup: machine("", line), InSync: true},
		taskstest.Case{Name: "ephemeral", Task: at("/mnt", in(scratch, Ephemeral)), Commands: kernel(), Setup: machine("", disk)},
		taskstest.Case{Name: "unmounted", Task: at("/mnt", in(scratch, Unmounted)), Commands: kernel(), Setup: machine(live, line)},
		taskstest.Case{Name: "unmounted in sync", Task: at("/mnt", in(scratch, Unmounted)), Commands: kernel(), Setup: machine("", line), InSync: true},
		taskstest.Case{Name: "absent", Task: at("/mnt", in(Mount{}, Absent)), Commands: kernel(), Setup: machine(live, line+line)},
		taskstest.Case{Name: "absent in sync", Task: at("/mnt", in(Mount{}, Absent)), Commands: kernel(), Setup: machine("", disk), InSync: true},
		taskstest.Case{Name: "no device", Task: at("/mnt", Mount{Source: "/dev/vdc"}), Commands: kernel(), Setup: machine("", disk), Refused: "/dev/vdc, which is to be mounted, does not exist"},
		taskstest.Case{Name: "no device for what is busy", Task: at("/mnt", Mount{Source: "/dev/vdc"}), Commands: kernel(), Setup: machine(live, disk), Refused: "/dev/vdc, which is to be mounted, does not exist"},
		taskstest.Case{Name: "a file", Task: at("/mnt/x", scratch), Commands: kernel(), Setup: machine("", disk), Refused: "mnt/x is no directory"},
		taskstest.Case{Name: "a link", Task: at("/link", scratch), Commands: kernel(), Setup: machine("", disk), Refused: "a symbolic link leads from"},
	)
}

func TestMountPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{
		"scratch": Mount{Source: "tmpfs", Path: "/scratch", Type: "tmpfs", Options: []string{"size=64m", "noexec"}},
		"data":    Mount{Source: "UUID=1234", Path: "/srv/my data", Type: "ext4", Options: []string{"noatime", "data=journal", "x-systemd.device-timeout=5s"}, Pass: 2},
		"bind":    Mount{Source: "/srv/www", Path: "/var/www", Options: []string{"bind", "ro"}},
		"absent":  Mount{Path: "/scratch", State: Absent},
	})
	taskstest.Golden(t, "mount-probe", Mount{Source: "UUID=1234", Path: "/srv/my data"}.Probe())
	taskstest.Golden(t, "bind-probe", Mount{Source: "/srv/www", Path: "/var/www", Options: []string{"bind"}}.Probe())
}

func TestMountValidate(t *testing.T) {
	for _, m := range []Mount{
		{Path: "/mnt"},
		{Source: "tmpfs"},
		{Source: "tmpfs", Path: "mnt"},
		{Source: "tmpfs", Path: "/mnt/"},
		{Source: "tmpfs", Path: "/m\nnt"},
		{Source: "-a", Path: "/mnt"},
		{Source: "#x", Path: "/mnt"},
		{Source: "a\nb", Path: "/mnt"},
		{Source: "a", Path: "/mnt", Type: "ext4\n"},
		{Source: "a", Path: "/mnt", Type: "ext4 x"},
		{Source: "a", Path: "/mnt", Options: []string{"ro,noexec"}},
		{Source: "a", Path: "/mnt", Options: []string{""}},
		{Source: "a", Path: "/mnt", Options: []string{"remount"}},
		{Source: "a", Path: "/mnt", Pass: -1},
		{Source: "a", Path: "/mnt", State: 9},
	} {
		if m.Validate() == nil {
			t.Errorf("Validate accepts %+v", m)
		}
		if _, err := m.Plan("source a\nplace directory\nabsent\n"); err == nil {
			t.Errorf("Plan accepts %+v", m)
		}
	}
}
