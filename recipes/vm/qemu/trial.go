package qemu

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Trial finds out whether KVM carries an image on this hypervisor: a device
// /dev/kvm says little where the hypervisor is a virtual machine itself. The
// image is booted once, without any change to it, and the result kept beside it
// for this kernel and processor. Where there is no such device, or the boot does
// not come far enough in time, machines are emulated.
type Trial struct {
	Origin
	Device string // of KVM; empty means /dev/kvm
}

func (t Trial) String() string { return "acceleration of machines of " + t.name() }

// acceleration defines a function that prints "kvm" or "tcg", or "untried". It
// knows the hypervisor by its kernel and processor, and a given image by size
// and date.
const acceleration sh.Script = `hypervisor() {
	{ uname -r && sed -n '/^model name/p; /^flags/p' /proc/cpuinfo | sort -u && { [ ! -e "$disk" ] || stat -c '%s %Y' "$disk"; }; } | sha256sum
}
acceleration() {
	[ -e "${device:-/dev/kvm}" ] || { echo tcg; return; }
	[ -e "$image/acceleration" ] || { echo untried; return; }
	hypervisor=$(hypervisor) || return
	found=$(awk -v on="${hypervisor%% *}" '$1 == on { print $2; exit }' "$image/acceleration") || return
	echo "${found:-untried}"
}
`

// Probe prints what is known.
func (t Trial) Probe() sh.Script {
	return hypervisor.With(acceleration+`acceleration`, "image", t.Dir(), "disk", t.disk(), "device", t.Device)
}

// Plan tries KVM if that has not been done here.
func (t Trial) Plan(got string) (c tasks.Change, err error) {
	if strings.TrimSpace(got) == "untried" {
		c.Differ("acceleration", "untried", "KVM if it boots the image, else emulation", t.try())
	}
	return c, nil
}

// How long a boot by KVM may take, in seconds: until the first program of the
// image runs; of a given image, until its console shows that systemd starts
// services.
const (
	trialOfBuilt = 30
	trialOfBase  = 60
)

// try boots the image with the fewest devices. Its own kernel runs "echo" as
// its first program, and ends then.
func (t Trial) try() sh.Script {
	limit, format, mark := trialOfBuilt, sh.Script("raw"), "^hrun-trial"
	boot := sh.Script(`-kernel "$image/kernel" -initrd "$image/initrd" ` +
		sh.Cmd("-append", "root=/dev/vda ro console=ttyS0 quiet panic=-1 init=/bin/echo -- hrun-trial"))
	if t.Base != "" {
		limit, format, boot, mark = trialOfBase, `"$(`+formatOf+`)"`, "", "Welcome to|Reached target|login:"
	}
	return hypervisor.With(acceleration+hypervisor.Alone+`cd "$image" && hypervisor=$(hypervisor) && format=`+format+` || exit
rm -f trial.log trial.disk && qemu-img create -q -f qcow2 -F "$format" -b "$disk" trial.disk >&2 || exit
timeout "$limit" qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot -machine pc,graphics=off -accel kvm -cpu host -m 512 `+
		boot+` -drive if=virtio,file=trial.disk,format=qcow2,cache=unsafe -serial file:trial.log </dev/null >trial.out 2>&1 &
while kill -0 "$!" 2>/dev/null; do
	if [ -e trial.log ] && grep -aEq "$mark|^No bootable device" trial.log; then kill "$!"; fi
	sleep 0.2
done
found=tcg
if [ -e trial.log ] && grep -aEq "$mark" trial.log; then found=kvm; fi
printf '%s %s\n' "${hypervisor%% *}" "$found" >>acceleration && rm -f trial.disk`,
		"image", t.Dir(), "disk", t.disk(), "device", t.Device, "limit", fmt.Sprint(limit), "mark", mark)
}

// formatOf prints the format of the disk image $disk.
const formatOf sh.Script = `LC_ALL=C qemu-img info "$disk" | awk -F ': ' '$1 == "file format" { print $2; exit }'`
