package facts

import "github.com/hrun-dev/hrun/tasks/sh"

// ip returns the script with ip being that of busybox where there is no other.
func ip(s sh.Script) sh.Script {
	return "if ! command -v ip >/dev/null; then ip() { busybox ip \"$@\"; }; fi\n" + s
}
