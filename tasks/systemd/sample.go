package systemd

// Sample is of a new host that does not have the unit yet. Once it has, and
// the unit is as wanted, the other units are of no interest.
func (u Unit) Sample() (before, after string) {
	before = printed("not-found", "inactive", "dead", "")
	load, active, sub, file := "loaded", "inactive", "dead", "disabled"
	if u.State == Started {
		active, sub = "active", "running"
	}
	if u.Boot == Enabled {
		file = "enabled"
	}
	switch {
	case u.Mask == Masked:
		load, file = "masked", "masked"
	case u.State != Started && u.Boot != Enabled: // what is off may be missing, too
		return before, before
	}
	return before, printed(load, active, sub, file)
}

// printed returns what systemctl prints of a unit.
func printed(load, active, sub, file string) string {
	return "LoadState=" + load + "\nActiveState=" + active + "\nSubState=" + sub + "\nUnitFileState=" + file + "\nNeedDaemonReload=no\n"
}
