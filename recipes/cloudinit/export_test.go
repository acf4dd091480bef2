package cloudinit

// At returns the task for a machine below a directory.
func (f Finished) At(root string) Finished {
	f.at = root
	return f
}
