package qemu

import (
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Image is a disk that is built: one file system of 8 GiB, of which the file
// takes up what is in use. Its kernel, the initial RAM disk for it and its list
// of packages are beside it.
type Image struct{ Origin }

func (i Image) String() string { return "disk image of " + i.Release.Suite }

// Probe prints whether the image is there.
func (i Image) Probe() sh.Script {
	return hypervisor.With(`if [ -e "$disk" ]; then echo present; else echo absent; fi`, "disk", i.disk())
}

// Plan makes the image if it is not there.
func (i Image) Plan(got string) (c tasks.Change, err error) {
	c.Differ("image", strings.TrimSpace(got), "present", i.make())
	return c, nil
}

// make moves the disk to its place last.
func (i Image) make() sh.Script {
	return hypervisor.With(hypervisor.Alone+`[ ! -e "$image/disk" ] || exit 0
`+bootstrap(i.Release)+`cd "$image/new" && {
`+finish+`
} || exit
cp boot/vmlinuz-* "$image/kernel" && cp boot/initrd.img-* "$image/initrd" && cp var/lib/dpkg/status "$image/status" &&
rm -f "$image/disk.new" && truncate -s 8G "$image/disk.new" &&
mke2fs -q -t ext4 -L root -E lazy_itable_init=0 -d . "$image/disk.new" >&2 && cd / &&
rm -rf --one-file-system "$image/new" && mv "$image/disk.new" "$image/disk"`, "image", i.Dir())
}

// bootstrap makes the root file system. Emulated processors are slow, so that
// documentation is left out, as in images of containers, and so is all that
// dpkg does for the case that the power fails. What is needed to mount the disk
// is all that the initial RAM disk has: the rest of the drivers is there then.
func bootstrap(r image.Release) sh.Script {
	return r.Bootstrap(image.Packages+",initramfs-tools,"+r.Archive().Kernel,
		"--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-include=/usr/share/doc/*/copyright",
		"--dpkgopt=force-unsafe-io", `--essential-hook=cd "$1/etc" && mkdir -p initramfs-tools/conf.d && echo MODULES=list >initramfs-tools/conf.d/hrun`,
		`--essential-hook=cd "$1/usr/share" && mkdir -p initramfs-tools/modules.d && printf '%s\n' virtio_pci virtio_blk >initramfs-tools/modules.d/hrun`)
}

// finish makes the root file system one of a virtual machine. Every package
// with a service has systemd run all generators twice, which takes seconds on
// an emulated processor: those that find nothing in such a machine are masked.
// That of cloud-init looks for a seed in a way that is just as slow.
const finish = image.Finish + ` &&
printf '%s\n' '/dev/vda / ext4 noatime 0 0' 'LABEL=hrun-packages /srv/repo ext4 ro,nofail,x-systemd.device-timeout=5min 0 0' >etc/fstab &&
mkdir -p etc/systemd/system-generators etc/systemd/system/getty.target.wants &&
for generator in cryptsetup debug getty gpt-auto hibernate-resume integritysetup rc-local run system-update veritysetup; do
	ln -sf /dev/null "etc/systemd/system-generators/systemd-$generator-generator" || exit
done &&
rm -f etc/systemd/system/getty.target.wants/getty@tty1.service &&
ln -sf /lib/systemd/system/serial-getty@.service etc/systemd/system/getty.target.wants/serial-getty@ttyS0.service &&
printf '%s\n' '#!/bin/sh' '# These machines always have a seed.' \
	'mkdir -p /run/cloud-init "$1/multi-user.target.wants" && : >/run/cloud-init/enabled &&' \
	'ln -sf /lib/systemd/system/cloud-init.target "$1/multi-user.target.wants/"' >etc/systemd/system-generators/cloud-init-generator &&
chmod 755 etc/systemd/system-generators/cloud-init-generator`
