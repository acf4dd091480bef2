set -- haproxy
if [ -s /var/lib/dpkg/status ]; then
echo apt &&
{ { dpkg-query -W -f '${Package}|${Architecture}|${db:Status-Status}|${Version}|${db:Status-Want}\n' -- "$@"
}; rc=$?; case $rc in 0|1) ;; *) (exit $rc) ;; esac
}
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
