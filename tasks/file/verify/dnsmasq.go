package verify

import "github.com/hrun-dev/hrun/tasks/sh"

// Dnsmasq verifies a configuration of dnsmasq(8), whose path is to be the one
// that is given. It is read as Debian's unit does, after /etc/dnsmasq.conf and
// the other files beside it: an option that may be there once is refused if one
// of them has it, and dnsmasq would not start.
//
// What it cannot see is what dnsmasq notices only when it starts, such as a user
// that is not there, and what it never complains of: a range of addresses whose
// end is before its beginning, a MAC address that has two leases, a record whose
// address is none.
func Dnsmasq(path string) sh.Script {
	return with("dnsmasq", "own="+sh.Word(path)+`
all=$(
	[ ! -f /etc/dnsmasq.conf ] || sed 's/^[[:space:]]*conf-dir=.*//' /etc/dnsmasq.conf || exit
	for f in "${own%/*}"/*; do
		case ${f##*/} in
		*.dpkg-dist|*.dpkg-old|*.dpkg-new|*~|'#'*'#') ;;
		*) [ "$f" = "$own" ] || [ ! -f "$f" ] || printf 'conf-file=%s\n' "$f" ;;
		esac
	done
	printf 'conf-file=%s\n' "$1"
) || exit
said=$(printf '%s\n' "$all" | dnsmasq --test -C - 2>&1) || { rc=$?; printf '%s\n' "$said" | sed '/^$/d' >&2; exit $rc; }`)
}
