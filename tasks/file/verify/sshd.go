package verify

import "github.com/hrun-dev/hrun/tasks/sh"

// SSHD verifies a configuration of sshd(8), be it the main file or one that it
// includes. sshd -t accepts names of files that are missing. With
// TrustedUserCAKeys that locks out everyone with a certificate, with
// RevokedKeys everyone with a key: these must be there, and the authorities
// must be keys. Files that earlier tasks write, and that need not be there in
// check mode, are named in pending.
//
// Where /run/sshd is missing, without which sshd checks nothing, it is made for
// the moment.
func SSHD(pending ...string) sh.Script {
	excused := sh.Script(`''`)
	for _, p := range pending {
		excused += "|" + sh.Word(p)
	}
	return with("sshd", `sshd=$(command -v sshd) || exit
if [ ! -d /run/sshd ]; then
	mkdir -m 755 /run/sshd || exit
	trap 'rmdir /run/sshd' EXIT
fi
"$sshd" -t -f "$1" && settings=$("$sshd" -T -f "$1" && cat "$1") || exit
printf '%s\n' "$settings" | awk '
	{ key = tolower($1) }
	key == "trustedusercakeys" || key == "revokedkeys" {
		sub(/^[ \t]*[^ \t]+[ \t]+/, ""); sub(/[ \t]+$/, ""); gsub(/"/, "")
		if (tolower($0) != "none") print key, $0
	}' | sort -u | {
	rc=0
	while read -r key file; do
		if [ -f "$file" ]; then
			[ "$key" = revokedkeys ] || ssh-keygen -l -f "$file" >/dev/null || rc=1
		else
			case $file in
			`+excused+`) ;;
			*) printf '%s %s: there is no such file\n' "$key" "$file" >&2; rc=1 ;;
			esac
		fi
	done
	exit $rc
}`)
}
