package kernel

import (
	"path"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// within plans a file of modprobe.d(5), and before it the directory if that is
// missing: it comes with kmod, which a container lacks, and with busybox's
// modprobe there need be none.
func within(f file.Part, absent bool, name, got string) (c tasks.Change, err error) {
	if got == "missing\n" && !absent {
		got = "absent\n"
		c.Differ("directory", "absent", "present, mode 755", sh.Cmd("mkdir", "-m", "755", path.Dir(name)))
	}
	body, err := f.Plan(got)
	if err != nil {
		return tasks.Change{}, err
	}
	c.Steps = append(c.Steps, body.Steps...)
	return c, nil
}
