package cib

// Sample is a host without pacemaker, whose configuration cannot be judged, and
// a cluster that holds nothing but what is declared.
func (c Configuration) Sample() (before, after string) {
	done := &node{name: "configuration"}
	if wanted, err := merge(done, c); err == nil {
		done = wanted
	}
	return notInstalled + "\n", done.String()
}
