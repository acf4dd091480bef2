package health

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Space expects the file systems that a node writes to to have room for more,
// in blocks and in inodes, and to be writable: one that is full, or that the
// kernel has made read-only after an error, stops daemons in odd ways. It
// changes nothing.
type Space struct {
	Directories []string // absolute; what is not there is not asked for; default [Directories]
	Most        int      // per cent that may be used, 1 to 100; default 90
}

var (
	_ tasks.Task    = Space{}
	_ tasks.Sampler = Space{}
)

// Directories returns those that a node of a cluster writes to.
func Directories() []string {
	return []string{"/", "/etc", "/run", "/tmp", "/var", "/var/lib", "/var/lib/corosync", "/var/lib/pacemaker", "/var/log", "/var/tmp"}
}

func (s Space) withDefaults() Space {
	if s.Directories == nil {
		s.Directories = Directories()
	}
	s.Most = cmp.Or(s.Most, 90)
	return s
}

// Validate reports a bound that is no percentage.
func (s Space) Validate() error {
	if s = s.withDefaults(); s.Most < 1 || s.Most > 100 {
		return fmt.Errorf("%d per cent, want 1 to 100", s.Most)
	}
	if slices.ContainsFunc(s.Directories, func(d string) bool { return !strings.HasPrefix(d, "/") }) {
		return fmt.Errorf("directories %q, want absolute ones", s.Directories)
	}
	return nil
}

func (Space) String() string { return "room on the file systems" }

// Probe prints "blocks" and "inodes", each with the per cent that are used, and
// where the file system is mounted, and "readonly" with where one is that cannot
// be written to: root may write anywhere as far as test(1) knows.
func (s Space) Probe() sh.Script {
	words := make([]string, 0, len(s.withDefaults().Directories))
	for _, d := range s.withDefaults().Directories {
		words = append(words, sh.Quote(d))
	}
	return `set --
for dir in ` + sh.Script(strings.Join(words, " ")) + `; do
	if [ -d "$dir" ]; then set -- "$@" "$dir"; fi
done
[ $# -gt 0 ] || { echo 'none of the directories is there' >&2; exit 2; }
is_readonly() {
	options=
	while read -r device at type now rest; do
		if [ "$at" = "$1" ]; then options=$now; fi
	done </proc/self/mounts
	case $options in ro|ro,*) return 0 ;; *) return 1 ;; esac
}
list() {
	while read -r device all used free part mount; do
		case $part in [0-9]*%) printf '%s %s %s\n' "$1" "${part%\%}" "$mount" ;; *) continue ;; esac
		if is_readonly "$mount"; then printf 'readonly %s\n' "$mount"; fi
	done <<SHOWN
$2
SHOWN
}
shown=$(df -P -k "$@") || exit 2
list blocks "$shown"
shown=$(df -P -i "$@") || exit 2
list inodes "$shown"`
}

// Plan finds nothing, or returns [Faults].
func (s Space) Plan(got string) (c tasks.Change, err error) {
	if err := s.Validate(); err != nil {
		return c, err
	}
	s = s.withDefaults()
	var faults Faults
	most, fullest := -1, ""
	seen := map[string]bool{}
	for line := range strings.Lines(got) {
		line = strings.TrimSuffix(line, "\n")
		kind, rest, _ := strings.Cut(line, " ")
		if seen[line] {
			continue
		}
		seen[line] = true
		if kind == "readonly" {
			faults.Add(rest+" cannot be written to: its file system is read-only", "dmesg tells of errors of the disk; mount -o remount,rw makes it writable again")
			continue
		}
		part, mount, _ := strings.Cut(rest, " ")
		used, err := strconv.Atoi(part)
		if err != nil || kind != "blocks" && kind != "inodes" {
			return c, fmt.Errorf("the probe printed %q", line)
		}
		if kind == "blocks" && used > most {
			most, fullest = used, mount
		}
		if used >= s.Most {
			faults.Add(fmt.Sprintf("%s is full: %d %% of its %s are used", mount, used, kind), "du -xh "+sh.Quote(mount)+" | sort -h | tail shows what fills it")
		}
	}
	if most < 0 && len(faults) == 0 {
		return c, errors.New("the probe printed no file system")
	}
	if most >= 0 {
		c.Found = fmt.Sprintf("fullest is %s, %d %%", fullest, most)
	}
	return c, faults.Err()
}

// Sample is of a host with room.
func (Space) Sample() (before, after string) {
	return "blocks 12 /\ninodes 3 /\n", "blocks 12 /\ninodes 3 /\n"
}
