package facts

// Kernel is the release of the running kernel, such as "6.1.0-28-amd64", as
// uname(1) prints it.
func Kernel() Fact[string] {
	return Fact[string]{Name: "kernel", Probe: "uname -r", Parse: word}
}
