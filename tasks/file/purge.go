package file

import (
	"path"
	"slices"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/internal/stage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// purge removes what is left of the names, each directory after what is in it.
func (t Tree) purge(others []other) (steps []tasks.Step) {
	for _, o := range slices.Backward(others) {
		s := tasks.Step{Field: named(o.name), Was: "present", Want: "absent", Do: t.remove(o)}
		if o.directory {
			s.Was = "directory"
		}
		if len(steps) == 0 {
			s.Preview = stage.Unmounted(t.Path)
		}
		steps = append(steps, s)
	}
	return steps
}

// remove keeps to the directory that it is in, whatever its name becomes, and
// makes sure first that it lies in the tree.
func (t Tree) remove(o other) sh.Script {
	rm := sh.Cmd("rm", "-f", "./"+path.Base(o.name))
	if o.directory {
		rm = sh.Cmd("rmdir", "./"+path.Base(o.name))
	}
	below, real := path.Dir(o.name), sh.Script(`"$r"`)
	if below != "." {
		real += "/" + sh.Word(below)
	}
	return `(
` + stage.Unmounted(t.Path) + ` || exit
cd -P ` + sh.Word(t.Path) + ` && r=$(pwd -P) && cd -P ` + sh.Word("./"+below) + ` && [ "$(pwd -P)" = ` + real + ` ] || {
	` + sh.Cmd("echo", "someone else works in "+t.Path) + ` >&2
	exit 1
}
` + rm + `
)`
}
