package virtualbox

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// seed returns the path of the image with the machine's seed. Its name says
// what is in it: a seed that is another one is another file.
func (m Machine) seed() string { return m.Dir + "/seed-" + m.Seed.Digest() + ".iso" }

// writeSeed writes the image, which only its owner may read.
func (m Machine) writeSeed(was string) tasks.Step {
	image, err := m.Seed.ISO()
	do := sh.Lines(sh.Subshell("umask 077\n"+sh.Feed(image, "cat >"+sh.Word(m.seed()+".new"))), sh.Cmd("mv", m.seed()+".new", m.seed()))
	if err != nil {
		do = sh.Group(sh.Cmd("echo", err.Error()) + " >&2; false") // Check has refused it
	}
	return tasks.Step{Field: "seed", Was: was, Want: sh.Masked, Do: do}
}

// attachSeed returns the step that attaches the image, if there is any to do,
// as in the documents: to port 1, device 0 of the IDE controller. With a drive
// there it can be done while the machine is on.
func (m Machine) attachSeed(was info) (step *tasks.Step, plugged bool, err error) {
	controller, there := was.controller("PIIX3", "PIIX4", "ICH6")
	if !there {
		return nil, false, &ControllerError{Machine: m.Name, Want: "IDE"}
	}
	slot := controller + "-1-0"
	has := was.slots[slot]
	switch {
	case has == m.seed():
		return nil, false, nil
	case has == "none" || has == "":
		has = "nothing"
	case has == "emptydrive":
		has, plugged = "an empty drive", true
	case strings.HasSuffix(has, ".iso"):
		plugged = true
	default:
		return nil, false, &ControllerError{Machine: m.Name, Want: "IDE", Slot: slot, Has: has}
	}
	attach := retried("storageattach", m.uuid(), "--storagectl", controller, "--port", "1", "--device", "0", "--type", "dvddrive", "--medium", m.seed())
	return &tasks.Step{Field: slot, Was: has, Want: m.seed(), Do: attach}, plugged, nil
}
