package facts

import (
	"fmt"
	"strings"
)

// Virtualization is what a host runs in, as systemd-detect-virt(1) names it,
// such as "kvm", "oracle", "lxc" or "docker"; "none" on real hardware. Without
// systemd it is found by what the firmware calls itself and by the traces of
// containers, and is "vm" if no more than that is known.
func Virtualization() Fact[string] {
	return Fact[string]{Name: "virtualization", Parse: parseVirtualization, Probe: `if command -v systemd-detect-virt >/dev/null; then
  virt=$(systemd-detect-virt)
  case $?,$virt in 0,?*|1,none) echo "is $virt"; exit 0 ;; *) exit 1 ;; esac
fi
if [ -e /.dockerenv ]; then echo "is docker"; exit 0; fi
if [ -e /run/.containerenv ]; then echo "is podman"; exit 0; fi
if [ -e /run/systemd/container ]; then read -r virt </run/systemd/container; echo "is $virt"; exit 0; fi
if [ -d /proc/vz ] && [ ! -d /proc/bc ]; then echo "is openvz"; exit 0; fi
for name in sys_vendor product_name; do
  if [ -e /sys/class/dmi/id/$name ]; then read -r value </sys/class/dmi/id/$name; echo "firmware $value"; fi
done
if [ -e /proc/xen ]; then echo "is xen"; exit 0; fi
if grep -q '^flags.* hypervisor' /proc/cpuinfo; then echo "is vm"; else
  [ $? = 1 ] && echo "is none"
fi`}
}

// firmware tells by what its firmware says what a virtual machine runs in.
var firmware = []struct{ says, is string }{
	{"KVM", "kvm"}, {"QEMU", "kvm"}, {"VirtualBox", "oracle"}, {"innotek", "oracle"}, {"VMware", "vmware"}, {"VMW", "vmware"},
	{"Microsoft Corporation Virtual", "microsoft"}, {"Virtual Machine", "microsoft"}, {"Xen", "xen"}, {"Bochs", "bochs"},
	{"Parallels", "parallels"}, {"BHYVE", "bhyve"}, {"Amazon EC2", "amazon"}, {"Google Compute Engine", "google"},
	{"OpenStack", "kvm"}, {"Apple Virtualization", "apple"},
}

func parseVirtualization(printed string) (string, error) {
	said := ""
	for line := range strings.Lines(printed) {
		what, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case what == "firmware":
			said += value + " "
		case what != "is" || value == "":
			return "", fmt.Errorf("the probe printed %q", line)
		case value != "vm" && value != "none":
			return value, nil
		default:
			for _, f := range firmware {
				if value == "vm" && strings.Contains(said, f.says) {
					return f.is, nil
				}
			}
			return value, nil
		}
	}
	return "", fmt.Errorf("the probe printed %q", printed)
}
