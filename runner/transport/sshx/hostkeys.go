package sshx

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/skeema/knownhosts"
	"golang.org/x/crypto/ssh"
	xknownhosts "golang.org/x/crypto/ssh/knownhosts"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

// hostKeys checks the key of one hop, by the name that was asked for. The
// address that a bastion finds behind that name means nothing here.
type hostKeys struct {
	policy     inventory.HostKeys
	files      []string // known_hosts files; new keys go to the first
	address    string   // name:port
	algorithms []string // in order of preference; nil means the defaults
	cache      *recordCache
}

func newHostKeys(c inventory.Connection, address string, cache *recordCache) (*hostKeys, error) {
	k := &hostKeys{policy: c.HostKeys, files: c.KnownHosts, address: address, cache: cache}
	switch k.policy {
	case inventory.Off:
		return k, nil
	case inventory.Strict, inventory.AcceptNew:
	default:
		return nil, fmt.Errorf("there is no policy %q for host keys", k.policy)
	}
	if len(k.files) == 0 {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, fmt.Errorf("known hosts: %w", err)
		}
		k.files = []string{filepath.Join(home, ".ssh", "known_hosts")}
	}
	records, err := k.cache.read(k.files)
	if err != nil {
		return nil, err
	}
	k.algorithms = preferred(records, address)
	return k, nil
}

// check is the callback of the handshake.
func (k *hostKeys) check(_ string, _ net.Addr, key ssh.PublicKey) error {
	if k.policy == inventory.Off {
		return nil
	}
	records, err := k.cache.read(k.files)
	if err != nil {
		return err
	}
	err = k.compare(records, key)
	var unknown *transport.HostKeyError
	if k.policy == inventory.AcceptNew && errors.As(err, &unknown) && unknown.Line == 0 {
		return k.record(key)
	}
	return err
}

// compare looks the key up. The error is a [*transport.HostKeyError] if the
// host has another key on record, or, with line 0, none.
func (k *hostKeys) compare(records *knownhosts.HostKeyDB, key ssh.PublicKey) error {
	// The remote address is only there because the library wants one.
	err := records.HostKeyCallback()(k.address, &net.TCPAddr{IP: net.IPv4zero}, key)
	var mismatch *xknownhosts.KeyError
	var revoked *xknownhosts.RevokedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &revoked):
		return fmt.Errorf("the host key is revoked in %s:%d", revoked.Revoked.Filename, revoked.Revoked.Line)
	case !errors.As(err, &mismatch):
		return fmt.Errorf("host key: %w", err)
	}
	got := &transport.HostKeyError{
		Host: knownhosts.Normalize(k.address), File: k.files[0], Got: ssh.FingerprintSHA256(key),
	}
	authorities := authorities(records, k.address)
	for _, want := range mismatch.Want {
		if slices.Contains(authorities, ssh.FingerprintSHA256(want.Key)) {
			continue // it vouches for certificates, and says nothing of plain keys
		}
		if got.Line == 0 || want.Key.Type() == key.Type() {
			got.File, got.Line, got.Want = want.Filename, want.Line, ssh.FingerprintSHA256(want.Key)
		}
	}
	return got
}

// authorities returns the fingerprints of the authorities for an address.
func authorities(records *knownhosts.HostKeyDB, address string) []string {
	var prints []string
	for _, key := range records.HostKeys(address) {
		if key.Cert {
			prints = append(prints, ssh.FingerprintSHA256(key.PublicKey))
		}
	}
	return prints
}

// preferred puts first what is on record, so that the host shows the key that
// can be checked. A certificate is only asked for where an authority is on
// record: with none it could not be checked, but the plain key could.
func preferred(records *knownhosts.HostKeyDB, address string) []string {
	certificates, plain := supported()
	var order []string
	if len(authorities(records, address)) > 0 {
		order = certificates
	}
	for _, algorithm := range records.HostKeyAlgorithms(address) {
		if slices.Contains(plain, algorithm) {
			order = append(order, algorithm)
		}
	}
	for _, algorithm := range plain {
		if !slices.Contains(order, algorithm) {
			order = append(order, algorithm)
		}
	}
	return order
}

// supported returns the algorithms for host keys, as ssh(1) orders them:
// Ed25519 first, the ones for old hosts last.
func supported() (certificates, plain []string) {
	modern := ssh.SupportedAlgorithms().HostKeys
	slices.Reverse(modern)
	for _, algorithm := range append(modern, ssh.InsecureAlgorithms().HostKeys...) {
		if strings.Contains(algorithm, "-cert-") {
			certificates = append(certificates, algorithm)
		} else {
			plain = append(plain, algorithm)
		}
	}
	return certificates, plain
}
