// Package kernel holds tasks about the modules of the Linux kernel: which are
// loaded ([Module]), with which parameters ([Options]), and which must not be
// ([Blacklist]). For the kernel's parameters of its own see the package sysctl.
package kernel

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

func checkName(name string) error {
	if len(name) > 55 || !nameForm.MatchString(name) { // MODULE_NAME_LEN
		return fmt.Errorf("%q cannot be the name of a kernel module", name)
	}
	return nil
}

// canonical returns the name as the kernel shows it: to modprobe(8) a dash is
// an underscore.
func canonical(name string) string { return strings.ReplaceAll(name, "-", "_") }

// What the probe of a module prints on its first line.
const (
	loaded    = "loaded"
	builtIn   = "built in"
	available = "available" // for this kernel, and not loaded
	unknown   = "unknown"   // and after it the kernel's release
)

// look returns the script that prints how the kernel below root has a module.
func look(root, name string) sh.Script {
	return "n=" + sh.Word(canonical(name)) + ` r=$(uname -r) && cd ` + sh.Word(root+"/sys/module") + ` || exit
listed() {
	[ -f "$1" ] || return 0
	n=$n awk '{ sub(/:.*/, ""); sub(/.*\//, ""); sub(/\.ko.*/, ""); gsub(/-/, "_"); if ($0 == ENVIRON["n"]) { print; exit } }' "$1"
}
if [ -e "$n/initstate" ]; then echo ` + loaded + `
elif [ -d "$n" ]; then echo ` + builtIn + `
else
	m=` + sh.Word(root+"/lib/modules/") + `$r
	b=$(listed "$m/modules.builtin") && d=$(listed "$m/modules.dep") || exit
	if [ -n "$b" ]; then echo ` + builtIn + `; elif [ -n "$d" ]; then echo ` + available + `; else echo "` + unknown + ` $r"; fi
fi`
}

// MissingError says that there is no such module for the kernel that runs.
type MissingError struct {
	Module  string
	Release string // of the kernel, as uname -r prints it
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("there is no module %s in /lib/modules/%s; after an update of the kernel a reboot may be due, and in a container only the host can load modules", e.Module, e.Release)
}

// parse reads the first line, and returns what comes after it.
func parse(name, got string) (how, rest string, err error) {
	how, rest, _ = strings.Cut(got, "\n")
	word, release, _ := strings.Cut(how, " ")
	switch {
	case how == loaded, how == builtIn, how == available:
		return how, rest, nil
	case word == unknown && release != "":
		return unknown, rest, &MissingError{Module: name, Release: release}
	}
	return "", "", fmt.Errorf("probe of module %s printed %q", name, how)
}
