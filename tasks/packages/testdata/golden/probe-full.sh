[ -s /var/lib/dpkg/status ] || { echo 'this is no host with apt and dpkg' >&2; exit 1; }
echo apt
packages=$(dpkg-query -W -f '${source:Package} ${db:Status-Want} ${db:Status-Status} ${binary:Package}\n') || exit
undone=$(printf '%s\n' "$packages" | awk 'NF && $3 !~ /^(installed|config-files|not-installed)$/ { print $4 "|" $3 }')
[ -z "$undone" ] || printf '%s\n' "$undone" | sort
plan=
said=$(TMPDIR=/dev/shm apt-get -s -q -o 'Dir::Cache::pkgcache=' -o 'Dir::Cache::srcpkgcache=' -o 'Dir::Log::Planner=/dev/null' --auto-remove dist-upgrade 2>&1) && plan=$said || [ -n "$undone" ] || { printf '%s\n' "$said" >&2; exit 1; }
printf '%s\n' "$plan" | awk '
$1 == "Inst" || $1 == "Remv" {
	was = now = ""
	at = 3
	if ($at ~ /^\[/) { was = substr($at, 2); sub(/\].*/, "", was); at++ }
	if ($1 == "Inst") now = substr($at, 2)
	if (was != now) print $2 "|" was "|" now
}' | sort -u
if [ ! -d /var/lib/apt/lists ] ||
	[ -z "$(find /var/lib/apt/lists -maxdepth 0 -mmin -60)" ] ||
	[ -n "$(find /etc/apt -newer /var/lib/apt/lists '(' -name '*.list' -o -name '*.sources' -o -name sources.list.d ')')" ]; then echo 'lists old'; fi
