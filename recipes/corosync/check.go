package corosync

import (
	"cmp"
	"fmt"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"time"

	"github.com/hashicorp/go-multierror"
)

// The bounds of the key, from corosync's sources (TOTEM_PRIVATE_KEY_LEN_MIN and
// _MAX): corosync 3 refuses a key outside of them.
const (
	minKey = 128
	maxKey = 4096
)

// What corosync.conf(5) lists.
var (
	ciphers = []string{"none", "aes128", "aes192", "aes256"}
	hashes  = []string{"none", "md5", "sha1", "sha256", "sha384", "sha512"}
)

var (
	clusterName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,15}$`)
	nodeName    = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	facility    = regexp.MustCompile(`^(daemon|local[0-7])$`) // all that corosync.conf(5) has
	fileName    = regexp.MustCompile(`^/[A-Za-z0-9_./-]+$`)
)

// WithDefaults returns the member with every field that is zero at its default;
// TwoNode follows the number of nodes.
func (m Member) WithDefaults() Member {
	m.Cluster = cmp.Or(m.Cluster, "haproxy-cluster")
	m.Token = cmp.Or(m.Token, 3*time.Second)
	m.TokenRetransmits = cmp.Or(m.TokenRetransmits, 10)
	m.CryptoCipher = cmp.Or(m.CryptoCipher, "aes256")
	m.CryptoHash = cmp.Or(m.CryptoHash, "sha256")
	m.Port = cmp.Or(m.Port, 5405)
	m.LogFile = cmp.Or(m.LogFile, "/var/log/corosync/corosync.log")
	m.SyslogFacility = cmp.Or(m.SyslogFacility, "daemon")
	if m.TwoNode == nil && len(m.Nodes) > 0 {
		two := len(m.Nodes) == 2 && m.Device == nil
		m.TwoNode = &two
	}
	return m
}

// check reports every value that corosync would refuse, or would silently
// understand in another way.
func (m Member) check(host string) error {
	var faults *multierror.Error
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = multierror.Append(faults, fmt.Errorf("corosync: "+format, args...))
		}
	}
	fault(!clusterName.MatchString(m.Cluster), "cluster name %q: want 1 to 15 letters, digits, '_', '.' or '-'", m.Cluster)
	fault(m.Key.Len() < minKey || m.Key.Len() > maxKey, "the key has %d bytes, want %d to %d", m.Key.Len(), minKey, maxKey)
	fault(m.Token < time.Millisecond, "token timeout of %v is less than 1 ms", m.Token)
	fault(m.TokenRetransmits < 1, "%d token retransmits, want at least 1", m.TokenRetransmits)
	fault(!slices.Contains(ciphers, m.CryptoCipher), "cipher %q, want one of %q", m.CryptoCipher, ciphers)
	fault(!slices.Contains(hashes, m.CryptoHash), "hash %q, want one of %q", m.CryptoHash, hashes)
	fault(m.CryptoCipher != "none" && m.CryptoHash == "none", "cipher %s needs a hash too", m.CryptoCipher)
	fault(m.Port < 1 || m.Port > 65535, "port %d, want 1 to 65535", m.Port)
	fault(!fileName.MatchString(m.LogFile) || path.Clean(m.LogFile) != m.LogFile, "log file %q is not a plain absolute path", m.LogFile)
	fault(!facility.MatchString(m.SyslogFacility), "syslog facility %q, want daemon or local0 to local7", m.SyslogFacility)
	fault(m.TwoNode != nil && *m.TwoNode && m.Device != nil, "two_node and a quorum device exclude each other")
	if m.Device != nil {
		err := m.Device.validate()
		fault(err != nil, "quorum device: %w", err)
	}
	fault(m.TwoNode != nil && *m.TwoNode && len(m.Nodes) != 2, "two_node with %d nodes", len(m.Nodes))

	names, ids, addresses := map[string]bool{}, map[int]bool{}, map[netip.Addr]bool{}
	for _, n := range m.Nodes {
		fault(!nodeName.MatchString(n.Name) || names[n.Name], "node %q: a name must be a single word, and unique", n.Name)
		fault(n.ID < 1 || ids[n.ID], "node %s: id %d is not positive, or not unique", n.Name, n.ID)
		fault(!n.Address.IsValid() || n.Address.IsUnspecified(), "node %s has no address", n.Name)
		fault(n.Address.IsValid() && addresses[n.Address], "node %s: address %v is another node's too", n.Name, n.Address)
		fault(n.Address.Is4() != m.Nodes[0].Address.Is4(), "node %s: address %v is of another IP version than that of node %s", n.Name, n.Address, m.Nodes[0].Name)
		names[n.Name], ids[n.ID], addresses[n.Address] = true, true, true
	}
	fault(!names[host], "host %s is not among the nodes", host)
	return faults.ErrorOrNil()
}
