package verify

import (
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// corosyncKeys are the keys that corosync 3.1 knows, of the sections in which
// it knows all that there are: those of corosync.conf(5), votequorum(5) and
// what else its parser has.
const corosyncKeys = `
totem: block_unlisted_ips cancel_token_hold_on_retransmit clear_node_high_bit cluster_name config_version consensus
crypto_cipher crypto_hash crypto_model downcheck fail_recv_const heartbeat_failures_allowed hold ip_version join key
keyfile knet_compression_level knet_compression_model knet_compression_threshold knet_mtu knet_pmtud_interval
link_mode max_messages max_network_delay merge miss_count_const netmtu nodeid rrp_autorecovery_check_timeout rrp_mode
rrp_problem_count_mcast_threshold rrp_problem_count_threshold rrp_problem_count_timeout rrp_token_expired_timeout
secauth send_join seqno_unchanged_const threads token token_coefficient token_retransmit
token_retransmits_before_loss_const token_warning transport version window_size
totem.interface: bindnetaddr broadcast knet_link_priority knet_ping_interval knet_ping_precision knet_ping_timeout
knet_pong_count knet_transport linknumber mcastaddr mcastport member ringnumber ttl
logging: blackbox debug fileline function_name logfile logfile_priority subsys syslog_facility syslog_priority timestamp
to_logfile to_stderr to_syslog
logging.logger_subsys: debug logfile logfile_priority subsys syslog_facility syslog_priority to_logfile to_stderr to_syslog
quorum: allow_downscale auto_tie_breaker auto_tie_breaker_node cancel_wait_for_all expected_votes expected_votes_tracking
last_man_standing last_man_standing_window leaving_timeout provider two_node votes wait_for_all
nodelist.node: name nodeid quorum_votes ring0_addr ring1_addr ring2_addr ring3_addr ring4_addr ring5_addr ring6_addr ring7_addr
system: allow_knet_handle_fallback move_to_root_cgroup priority qb_ipc_type sched_rr state_dir
`

// unknownKeys reads a configuration and prints every key that no section of
// its name has.
const unknownKeys = `
BEGIN {
	n = split(known, word, " ")
	for (i = 1; i <= n; i++) {
		if (sub(/:$/, "", word[i])) { section = word[i]; listed[section] = 1 } else has[section, word[i]] = 1
	}
}
/^[ \t]*(#|$)/ { next }
/\{/ { sub(/[ \t]*\{.*/, ""); sub(/^[ \t]+/, ""); at[++depth] = path; path = (path == "" ? "" : path ".") $0; next }
/\}/ { path = at[depth--]; next }
{
	sub(/[ \t]*:.*/, ""); sub(/^[ \t]+/, "")
	if ((path in listed) && !((path, $0) in has)) { printf "line %d: %s has no %s\n", NR, path, $0; wrong = 1 }
}
END { exit wrong }`

// quietly replaces where a configuration logs to, and keeps its lines.
const quietly = `
{ key = $0; sub(/[ \t]*:.*/, "", key); sub(/^[ \t]+/, "", key) }
key == "logfile" { print "logfile: " file; next }
key == "to_syslog" { print "to_syslog: no"; next }
{ print }`

// Corosync verifies a corosync.conf(5). corosync -t accepts keys that it does
// not know, such as "tokn": these are refused, in the sections totem, logging,
// quorum, nodelist and system. It accepts nothing without the key of the
// cluster, which is why a configuration passes as long as the file that it
// names as the key is missing. It would log where the configuration says, also
// in check mode: so it is given a copy that logs elsewhere, and what it has
// logged is shown if it refuses.
func Corosync() sh.Script {
	return with("corosync", `setting() { awk -v key="$1" '{ k = $0; sub(/[ \t]*:.*/, "", k); sub(/^[ \t]+/, "", k) } k == key { sub(/^[^:]*:[ \t]*/, ""); sub(/[ \t]+$/, ""); v = $0 } END { print v }' "$2"; }
awk -v known=`+sh.Word(strings.Join(strings.Fields(corosyncKeys), " "))+` `+sh.Word(unknownKeys)+` "$1" >&2 || exit
key=$(setting keyfile "$1") && log=$(setting logfile "$1") || exit
if [ ! -e "${key:-/etc/corosync/authkey}" ]; then
	echo 'not verified: there is no authkey yet' >&2
	exit 0
fi
if [ -n "$log" ] && [ ! -d "${log%/*}" ]; then
	printf 'logfile %s: there is no such directory\n' "$log" >&2
	exit 1
fi
t=$(mktemp -d) || exit
trap 'rm -rf "$t"' EXIT
awk -v file="$t/log" `+sh.Word(quietly)+` "$1" >"$t/corosync.conf" || exit
said=$(corosync -t -c "$t/corosync.conf" 2>&1) || {
	rc=$?
	printf '%s\n' "$said" >&2
	[ ! -f "$t/log" ] || cat "$t/log" >&2
	exit $rc
}`)
}
