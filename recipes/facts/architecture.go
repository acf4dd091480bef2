package facts

// Machine is the kind of processor that a host's kernel runs on.
type Machine struct {
	Kernel string `json:"kernel"` // as uname -m prints it, such as "x86_64" or "aarch64"
	Debian string `json:"debian"` // as Debian names the same, such as "amd64"; the kernel's name where Debian has none
}

// debian has Debian's names of what kernels call a processor, where they differ
// (dpkg's cputable).
func debian(kernel string) string {
	switch kernel {
	case "x86_64":
		return "amd64"
	case "aarch64":
		return "arm64"
	case "i386", "i486", "i586", "i686":
		return "i386"
	case "armv6l", "armv7l", "armv8l":
		return "armhf"
	case "ppc64le":
		return "ppc64el"
	case "loongarch64":
		return "loong64"
	}
	return kernel
}

// Architecture is the kind of the host's processor. A system may be built for
// another one that the kernel runs too, as 32-bit systems on 64-bit kernels.
func Architecture() Fact[Machine] {
	return Fact[Machine]{Name: "architecture", Probe: "uname -m", Parse: func(printed string) (Machine, error) {
		kernel, err := word(printed)
		return Machine{Kernel: kernel, Debian: debian(kernel)}, err
	}}
}
