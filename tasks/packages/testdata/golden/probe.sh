set -- haproxy
if [ -s /var/lib/dpkg/status ]; then
echo apt &&
{ { dpkg-query -W -f '${Package}|${Architecture}|${db:Status-Status}|${Version}|${db:Status-Want}\n' -- "$@"
}; rc=$?; case $rc in 0|1) ;; *) (exit $rc) ;; esac
} &&
if [ -e /var/lib/apt/extended_states ]; then
	awk 'BEGIN { for (i = 2; i < ARGC; i++) { name = ARGV[i]; sub(/:.*/, "", name); asked[name] = 1; ARGV[i] = "" } }
/^Package:/ { name = $2 }
/^Architecture:/ { arch = $2 }
/^Auto-Installed: 1/ && name in asked { print "automatic|" name "|" arch }' /var/lib/apt/extended_states "$@"
fi
elif [ -s /lib/apk/db/installed ]; then
echo apk &&
awk 'BEGIN { for (i = 2; i < ARGC; i++) { asked[ARGV[i]] = 1; ARGV[i] = "" } }
function show() { if (name in asked) print name "|" arch "|installed|" version "|"; name = "" }
/^P:/ { name = substr($0, 3) }
/^V:/ { version = substr($0, 3) }
/^A:/ { arch = substr($0, 3) }
/^$/ { show() }
END { show() }' /lib/apk/db/installed "$@"
elif [ -e /var/lib/rpm/rpmdb.sqlite ] || [ -e /usr/lib/sysimage/rpm/rpmdb.sqlite ] || [ -e /var/lib/rpm/Packages ]; then
echo dnf &&
found=$(rpm -qa --qf '%{NAME}|%{ARCH}|installed|%{EVR}|\n' "$@") &&
if [ -n "$found" ]; then printf '%s\n' "$found" | sort; fi
else
echo 'there is no package manager that is known here: neither apt, apk nor dnf' >&2
exit 1
fi
