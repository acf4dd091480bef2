package facts

// BootID is the random name of the host's current boot (random(4)): another
// one after each reboot. A container may have that of its host.
func BootID() Fact[string] {
	return Fact[string]{Name: "boot_id", Probe: "cat /proc/sys/kernel/random/boot_id", Parse: word}
}
