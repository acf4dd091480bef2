package facts

import (
	"fmt"
	"slices"
)

// The init systems that [Init] tells apart.
const (
	Systemd      = "systemd"
	OpenRC       = "openrc"
	SysVinit     = "sysvinit"
	BusyBoxInit  = "busybox"
	OtherProcess = "other" // something else is process 1, as in most containers
)

// Init is what starts services on a host: systemd if it was booted with it
// (sd_booted(3)), OpenRC if that has made its directory, or the kind of
// /sbin/init if that is process 1.
func Init() Fact[string] {
	return Fact[string]{Name: "init", Parse: oneOf(Systemd, OpenRC, SysVinit, BusyBoxInit, OtherProcess), Probe: `if [ -d /run/systemd/system ]; then echo systemd
elif [ -d /run/openrc ]; then echo openrc
else
  read -r comm </proc/1/comm || exit 1
  if [ "$comm" != init ]; then echo other
  else
    case $(readlink -f /sbin/init) in */busybox) echo busybox ;; *) echo sysvinit ;; esac
  fi
fi`}
}

// oneOf parses a line that is one of the words.
func oneOf(words ...string) func(string) (string, error) {
	return func(printed string) (string, error) {
		got, err := word(printed)
		if err == nil && !slices.Contains(words, got) {
			err = fmt.Errorf("the probe printed %q", got)
		}
		return got, err
	}
}
