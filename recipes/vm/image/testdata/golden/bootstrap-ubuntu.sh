(
image=/cache/one
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
unshare --mount mmdebstrap '--mode=root' '--format=directory' '--variant=minbase' '--include=systemd,it'\''s' '--dpkgopt=force-unsafe-io' --aptopt="$image/proxy.conf" "$suite" "$image/new" "$image/sources.list" >&2 || exit

)
