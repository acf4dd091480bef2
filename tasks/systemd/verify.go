package systemd

import "github.com/hrun-dev/hrun/tasks/sh"

// verify returns the command that has systemd-analyze(1) look at a candidate,
// whose path is appended, for a unit of that name. The candidate is copied to a
// directory of its own, because systemd goes by the name of the file.
//
// The exit status says little: it is 0 where a setting is unknown or wrong and
// therefore ignored, and 1 where a command is not installed yet or another unit
// has a fault. So what counts are the lines about this file.
func verify(name string) sh.Script {
	return sh.Cmd("sh", "-c", `name=$1
command -v systemd-analyze >/dev/null || { echo 'not verified: there is no systemd-analyze'; exit 0; }
d=$(mktemp -d) || exit
trap 'rm -rf "$d"' EXIT
cp "$2" "$d/$name" || exit
faults=$(systemd-analyze verify --man=no "$d/$name" 2>&1 | while IFS= read -r line; do
	case $line in
	"$name: Command "*" is not executable: "*) ;;
	"$name: Failed to create "*"/start: Unit "*" not found.") ;;
	"$d/$name:"*|"$name: "*|"Unit $name has a bad "*|"Failed to prepare filename "*) printf '%s\n' "$line" ;;
	esac
done)
[ -z "$faults" ] || { printf '%s\n' "$faults"; exit 1; }
`, "verify", name)
}
