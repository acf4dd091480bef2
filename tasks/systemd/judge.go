package systemd

import (
	"errors"
	"fmt"
)

// judge returns why the wanted state cannot be brought about, or nil. The
// message continues "unit NAME".
func (u Unit) judge(now status) error {
	switch now.load {
	case "masked":
		if u.runs() && u.Mask == "" {
			return errors.New("is masked, so it can be neither enabled nor started (want it unmasked too, if that is meant)")
		}
	case "loaded", "merged", "not-found":
	default: // "bad-setting", "error": its files are wrong, unless systemd has not read the new ones
		if u.runs() && !now.stale {
			return fmt.Errorf("cannot be loaded (%s): \"systemctl status %s\" on the host says why", now.load, u.Name)
		}
	}
	return u.judgeBoot(now)
}

// judgeBoot finds unit files whose state no "systemctl enable" or "disable"
// changes; see the table of is-enabled in systemctl(1).
func (u Unit) judgeBoot(now status) error {
	if u.Boot == "" {
		return nil
	}
	switch now.file {
	case "generated":
		return errors.New("is generated from another file, such as an init script: it cannot be enabled or disabled as a unit")
	case "bad":
		return errors.New("has a unit file that systemd cannot read")
	}
	if u.Boot == Disabled {
		return nil
	}
	switch now.file {
	case "static":
		return errors.New("has no [Install] section, so it cannot be enabled: it starts when another unit asks for it")
	case "indirect":
		return errors.New("cannot be enabled itself: its [Install] section only names other units; enable one of those")
	case "alias":
		return errors.New("is another name of a unit: enable it under its own name")
	case "transient":
		return errors.New("was made at run time and is gone with the next boot: it cannot be enabled")
	}
	return nil
}
