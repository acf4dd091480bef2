// Package reboot boots hosts anew: where something on them says that it is
// needed, or because a change owes it.
//
// The work goes on once the host is back, which is known by its boot id (see
// random(4)), not by its answering. A host whose boot comes to another end than
// a login by SSH, such as one that asks for a passphrase, is not for this.
package reboot

import (
	"fmt"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// within is how long a reboot may take if nobody says otherwise.
const within = 10 * time.Minute

// Host wants a host that needs no reboot, and reboots it where it does. One
// that needs another right after it has failed.
type Host struct {
	Name string // tells several of one host apart, as "kernel"; may be empty

	// When tells whether a reboot is needed. It must be read-only, and exit 0
	// for yes, 1 for no, and with any other status if it could not look. What
	// it prints says why. Empty asks what Debian's packages leave behind:
	// /var/run/reboot-required, and the names of packages in
	// /var/run/reboot-required.pkgs. Nothing writes them unless a package that
	// does, such as unattended-upgrades, is installed.
	When sh.Script

	// Within is how long the host may take to go down, and again to come
	// back; 0 means 10 minutes.
	Within time.Duration
}

var _ tasks.Sampler = Host{}

// Validate refuses a Within below zero and a Name of several lines.
func (h Host) Validate() error {
	if h.Within < 0 {
		return fmt.Errorf("within %s is negative", h.Within)
	}
	if strings.ContainsAny(h.Name, "\n\x00") {
		return fmt.Errorf("name %q is no name", h.Name)
	}
	return nil
}

// String returns "reboot", or "reboot NAME".
func (h Host) String() string { return strings.TrimSpace("reboot " + h.Name) }

// required is the default of When.
const required = `[ -e /var/run/reboot-required ] || exit 1
if [ -e /var/run/reboot-required.pkgs ]; then sort -u /var/run/reboot-required.pkgs || exit 2; fi`

// Probe prints "no", or "yes" and what When has printed.
func (h Host) Probe() sh.Script {
	when := h.When
	if when == "" {
		when = required
	}
	return `why=$(
` + when + `
)
case $? in
0) echo yes; printf '%s\n' "$why" ;;
1) echo no ;;
*) exit 2 ;;
esac`
}

// Plan reboots the host if the answer is yes.
func (h Host) Plan(got string) (c tasks.Change, err error) {
	answer, why, _ := strings.Cut(got, "\n")
	switch answer {
	case "no":
		return c, nil
	case "yes":
	default:
		return c, fmt.Errorf("probe printed %q", got)
	}
	was := "needed"
	if words := strings.Fields(why); len(words) > 0 {
		was += ": " + strings.Join(words, " ")
	}
	now := Now{h.Within}
	c.Differ("reboot", was, "done", now.Do())
	c.Reboots = now.Reboots()
	return c, nil
}

// Sample is a host that needs a reboot, and one that does not.
func (h Host) Sample() (before, after string) { return "yes\n\n", "no\n" }
