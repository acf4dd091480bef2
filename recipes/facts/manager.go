package facts

// PackageManager is the name of the program that installs packages: "apt",
// "dnf" or "apk"; "none" if the host has none of them. Where there are several,
// it is the first in this order.
func PackageManager() Fact[string] {
	return Fact[string]{Name: "package_manager", Parse: oneOf("apt", "dnf", "apk", "none"), Probe: `if command -v apt-get >/dev/null; then echo apt
elif command -v dnf >/dev/null; then echo dnf
elif command -v apk >/dev/null; then echo apk
else echo none
fi`}
}
