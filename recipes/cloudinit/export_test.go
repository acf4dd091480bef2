package cloudinit

// At returns the task for a machine below a directory.
func (f Finished) At(root string) Finished {
	f.at = root
	return f
}

// Settle is settle.
func Settle(image []byte, contents map[string]string) ([]byte, error) { return settle(image, contents) }
