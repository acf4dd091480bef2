// Package nftables holds the task about a table of packet filter rules, nft(8).
//
// # After a boot
//
// A [Table] is what the kernel has now. To have it again after a boot, write
// [Table.Text] to a file, let /etc/nftables.conf include it, and have
// nftables.service enabled:
//
//	file.Directory{Path: "/etc/nftables.d"}
//	file.Content{Path: "/etc/nftables.d/filter.nft", Body: table.Text(), Verify: "nft -c -f"}
//	file.Line{Path: "/etc/nftables.conf", Line: `include "/etc/nftables.d/*.nft"`}
//	systemd.Unit{Name: "nftables.service", Boot: systemd.Enabled}
//
// Debian's own /etc/nftables.conf begins by flushing all that is there, also
// the tables of others, and so does stopping the service.
//
// # Locking oneself out
//
// Rules that nft(8) refuses change nothing, and are an error in check mode
// already. Rules that it takes can still drop the connection of the run, and
// then nobody is left to take them back: a task cannot tell, as what it sends
// may be under way already when the link dies. Accept what is established
// ("ct state established,related accept"), and new connections to sshd(8)
// before anything is dropped. Where that is not enough, have a stage before
// the rules start a timer on the host that puts the old ones back
// (systemd-run --on-active=60), and a stage after them stop it: a stage begins
// only when what the one before has printed has arrived.
package nftables
