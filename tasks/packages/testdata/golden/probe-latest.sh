set -- openssl
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
fi &&
set -- openssl &&
policy=$(TMPDIR=/dev/shm apt-cache -o 'Dir::Cache::pkgcache=' -o 'Dir::Cache::srcpkgcache=' -o 'Dir::Log::Planner=/dev/null' policy -- "$@") &&
printf '%s\n' "$policy" | awk '/^[^ ]/ { name = substr($1, 1, length($1) - 1) } $1 == "Candidate:" && $2 != "(none)" { print name "|" $2 }' &&
if [ ! -d /var/lib/apt/lists ] ||
	[ -z "$(find /var/lib/apt/lists -maxdepth 0 -mmin -60)" ] ||
	[ -n "$(find /etc/apt -newer /var/lib/apt/lists '(' -name '*.list' -o -name '*.sources' -o -name sources.list.d ')')" ]; then echo 'lists old'; fi
elif [ -s /lib/apk/db/installed ]; then
echo apk &&
awk 'BEGIN { for (i = 2; i < ARGC; i++) { asked[ARGV[i]] = 1; ARGV[i] = "" } }
function show() { if (name in asked) print name "|" arch "|installed|" version "|"; name = "" }
/^P:/ { name = substr($0, 3) }
/^V:/ { version = substr($0, 3) }
/^A:/ { arch = substr($0, 3) }
/^$/ { show() }
END { show() }' /lib/apk/db/installed "$@" &&
set -- openssl &&
newer=$(apk version -l '<' "$@") &&
printf '%s\n' "$newer" | awk '$2 == "<" { name = $1; sub(/-[^-]*-r[0-9]+$/, "", name); print name "|" $3 }' &&
if [ -z "$(find -L /etc/apk /var/cache/apk -name 'APKINDEX.*' -mmin -60)" ]; then echo 'lists old'; fi
elif [ -e /var/lib/rpm/rpmdb.sqlite ] || [ -e /usr/lib/sysimage/rpm/rpmdb.sqlite ] || [ -e /var/lib/rpm/Packages ]; then
echo dnf &&
found=$(rpm -qa --qf '%{NAME}|%{ARCH}|installed|%{EVR}|\n' "$@") &&
if [ -n "$found" ]; then printf '%s\n' "$found" | sort; fi &&
set -- openssl &&
newest=$(unshare -m sh -c 'mount -t tmpfs tmpfs /var/log && mkdir /var/log/upper /var/log/work &&
if [ -d /var/cache/dnf ]; then
	mount -t overlay -o lowerdir=/var/cache/dnf,upperdir=/var/log/upper,workdir=/var/log/work overlay /var/cache/dnf
fi &&
exec dnf -q -C repoquery --latest-limit=1 --qf "%{name}|%{evr}\n" -- "$@"' sh "$@") &&
printf '%s\n' "$newest" | sed '/^$/d' &&
if [ -z "$(find /var/cache/dnf -name '*-primary.xml*' -mmin -60)" ]; then echo 'lists old'; fi
else
echo 'there is no package manager that is known here: neither apt, apk nor dnf' >&2
exit 1
fi
