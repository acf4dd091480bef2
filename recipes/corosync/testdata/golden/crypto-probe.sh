if [ ! -e /etc/corosync/corosync.conf ]; then echo absent; exit 0; fi
awk '{
	key = $0; sub(/^[ \t]+/, "", key); sub(/[ \t]+$/, "", key); value = key
	sub(/[ \t]*:.*/, "", key); sub(/^[^:]*:[ \t]*/, "", value)
}
BEGIN { cipher = hash = "none" }
key == "crypto_cipher" { cipher = value }
key == "crypto_hash" { hash = value }
END { print "cipher " cipher; print "hash " hash }' /etc/corosync/corosync.conf
