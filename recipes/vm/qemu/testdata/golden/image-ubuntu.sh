( (
image=/cache/images/qemu-noble-519b5e137e47
mkdir -p "$image" && exec 8>"$image/lock" || exit
flock -w 900 8 || { echo "something else has been at work in $image for 15 minutes" >&2; exit 1; }
[ ! -e "$image/disk" ] || exit 0
suite=noble
keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg
components='main universe'
rm -rf --one-file-system "$image/new" || exit
apt-get indextargets --format "deb [signed-by=$keyring]"' $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
	awk -v s="$suite" -v components=" $components " 'index(components, " " $5 " ") && ($4 == s || $4 == s "-updates" || $4 == s "-security")' |
	sort -u >"$image/sources.list" || exit
[ -s "$image/sources.list" ] || {
	echo "apt knows no source for $suite here: name a mirror of it in /etc/apt and run apt-get update" >&2
	exit 1
}
trap 'rm -f "$image/proxy.conf"' EXIT
(umask 077 && apt-config --format '%f "%v";%n' dump Acquire::http::Proxy Acquire::https::Proxy >"$image/proxy.conf") || exit
unshare --mount mmdebstrap '--mode=root' '--format=directory' '--variant=minbase' '--include=systemd,systemd-sysv,dbus,openssh-server,sudo,iproute2,iputils-ping,cloud-init,ifupdown,isc-dhcp-client,ca-certificates,procps,netbase,python3-minimal,locales,curl,initramfs-tools,linux-image-virtual' '--dpkgopt=path-exclude=/usr/share/man/*' '--dpkgopt=path-exclude=/usr/share/doc/*' '--dpkgopt=path-include=/usr/share/doc/*/copyright' '--dpkgopt=force-unsafe-io' '--essential-hook=cd "$1/etc" && mkdir -p initramfs-tools/conf.d && echo MODULES=list >initramfs-tools/conf.d/hrun' '--essential-hook=cd "$1/usr/share" && mkdir -p initramfs-tools/modules.d && printf '\''%s\n'\'' virtio_pci virtio_blk >initramfs-tools/modules.d/hrun' --aptopt="$image/proxy.conf" "$suite" "$image/new" "$image/sources.list" >&2 || exit
cd "$image/new" && {
rm -f etc/ssh/ssh_host_* etc/apt/apt.conf.d/99mmdebstrap etc/apt/sources.list.d/* &&
: >etc/resolv.conf &&
for unit in systemd-networkd.service systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer; do
	ln -sf /dev/null "etc/systemd/system/$unit" || exit
done &&
echo 'datasource_list: [NoCloud, None]' >etc/cloud/cloud.cfg.d/90_hrun.cfg &&
mkdir -p srv/repo &&
echo 'deb [trusted=yes] file:/srv/repo ./' >etc/apt/sources.list &&
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
chmod 755 etc/systemd/system-generators/cloud-init-generator
} || exit
cp boot/vmlinuz-* "$image/kernel" && cp boot/initrd.img-* "$image/initrd" && cp var/lib/dpkg/status "$image/status" &&
rm -f "$image/disk.new" && truncate -s 8G "$image/disk.new" &&
mke2fs -q -t ext4 -L root -E lazy_itable_init=0 -d . "$image/disk.new" >&2 && cd / &&
rm -rf --one-file-system "$image/new" && mv "$image/disk.new" "$image/disk"
)
)
