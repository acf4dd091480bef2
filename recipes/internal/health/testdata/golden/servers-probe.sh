timeout 10 perl -MIO::Socket::UNIX -e 'my ($path, $backend) = @ARGV;
$SIG{ALRM} = sub { die "haproxy does not answer at $path: it hangs, and so do its clients\n" };
alarm 5;
my $haproxy = IO::Socket::UNIX->new(Peer => $path);
if (!$haproxy) {
	die "$path: $!\n" unless $!{ENOENT} || $!{ECONNREFUSED};
	my $why = $!;
	for (glob "/proc/[0-9]*") {
		next if (readlink("$_/ns/pid") // "") ne readlink "/proc/self/ns/pid";
		open my $comm, "<", "$_/comm" or next;
		die "haproxy runs, and tells nothing of its servers at $path: $why\n" if (<$comm> // "") eq "haproxy\n";
	}
	print "away\n";
	exit;
}
print $haproxy "show stat\n";
my (@fields, @servers);
while (<$haproxy>) {
	chomp;
	if (s/^# //) { @fields = split /,/; next }
	my %is;
	@is{@fields} = split /,/, $_, -1;
	next if $is{pxname} ne $backend || $is{svname} =~ /^(FRONT|BACK)END$/;
	s/^\* // for $is{check_status};
	tr/"\t//d for $is{last_chk};
	push @servers, join("\t", @is{"svname", "status", "check_status", "last_chk"}) . "\n";
}
die "haproxy does not tell of its servers\n" unless @fields;
print "here\n", @servers;' /run/haproxy/admin.sock api
