[ -s /var/lib/dpkg/status ] || { echo 'this is no host with apt and dpkg' >&2; exit 1; }
if [ ! -d /var/lib/apt/lists ] ||
	[ -z "$(find /var/lib/apt/lists -maxdepth 0 -mmin -60)" ] ||
	[ -n "$(find /etc/apt -newer /var/lib/apt/lists '(' -name '*.list' -o -name '*.sources' -o -name sources.list.d ')')" ]; then echo old; else echo new; fi
