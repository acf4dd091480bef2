package sshca

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/crypto/ssh"
)

// Certificate lets the holder of a key log in as some users for some time. It
// permits a terminal and forwarded ports, and neither X11 nor the agent to be
// forwarded (PROTOCOL.certkeys of OpenSSH).
type Certificate struct {
	Key      string   // the user's public key: a line of authorized_keys without options
	Identity string   // who that is; sshd writes it into its log
	Users    []string // names to log in as; at least one and at most 256, because for sshd none would mean all

	// From and Until bound the time in which it counts, to the second. Both
	// must be given, as clocks are not always right From a while ago.
	From, Until time.Time
}

// maxUsers is how many sshd accepts: SSHKEY_CERT_MAX_PRINCIPALS of OpenSSH.
const maxUsers = 256

// Certify signs a certificate. It returns the line that belongs into
// KEY-cert.pub, ending in a line feed, with the comment of the key. Equal
// certificates of one authority are equal bytes, which is why the nonce is
// derived from them: it is no secret, and differs where anything does.
func (a Authority) Certify(c Certificate) (string, error) {
	key, comment, err := c.check()
	if err != nil {
		return "", fmt.Errorf("certificate of %q: %w", c.Identity, err)
	}
	cert := &ssh.Certificate{
		Key:             key,
		CertType:        ssh.UserCert,
		KeyId:           c.Identity,
		ValidPrincipals: c.Users,
		ValidAfter:      uint64(c.From.Unix()),
		ValidBefore:     uint64(c.Until.Unix()),
		Permissions:     ssh.Permissions{Extensions: map[string]string{"permit-port-forwarding": "", "permit-pty": ""}},
		SignatureKey:    a.signer.PublicKey(),
	}
	nonce := sha256.Sum256(cert.Marshal())
	cert.Nonce = nonce[:]
	if err := a.sign(cert); err != nil {
		return "", fmt.Errorf("certificate of %q: %w", c.Identity, err)
	}
	line := strings.TrimSuffix(string(ssh.MarshalAuthorizedKey(cert)), "\n")
	return strings.TrimSuffix(line+" "+comment, " ") + "\n", nil
}

// sign adds the signature over all that comes before it. Without a source of
// randomness every kind of key signs deterministically.
func (a Authority) sign(cert *ssh.Certificate) error {
	unsigned := cert.Marshal() // ends in an empty signature, which is its length of four bytes
	text := unsigned[:len(unsigned)-4]
	var err error
	if rsa, ok := a.signer.(ssh.AlgorithmSigner); ok && a.signer.PublicKey().Type() == ssh.KeyAlgoRSA {
		cert.Signature, err = rsa.SignWithAlgorithm(nil, text, ssh.KeyAlgoRSASHA512) // sshd refuses SHA-1
	} else {
		cert.Signature, err = a.signer.Sign(nil, text)
	}
	return err
}

// check returns the key and its comment.
func (c Certificate) check() (key ssh.PublicKey, comment string, err error) {
	key, comment, err = publicKey(c.Key)
	first, last := c.From.Unix(), c.Until.Unix()
	switch {
	case err != nil:
		return nil, "", err
	case !plain(c.Identity):
		return nil, "", errors.New("the identity is empty or has control characters")
	case len(c.Users) == 0:
		return nil, "", errors.New("no user is named: sshd would let it in as anyone")
	case len(c.Users) > maxUsers:
		return nil, "", fmt.Errorf("%d users are named, sshd accepts at most %d", len(c.Users), maxUsers)
	case slices.ContainsFunc(c.Users, func(u string) bool { return !plain(u) || strings.Contains(u, ",") }):
		return nil, "", fmt.Errorf("one of the users %q is no name", c.Users)
	case c.From.IsZero() || c.Until.IsZero() || first < 0:
		return nil, "", errors.New("it needs a time from which and one until which it counts, after 1970")
	case first >= last:
		return nil, "", fmt.Errorf("it would count from %s until %s, which is no time at all", stamp(c.From), stamp(c.Until))
	}
	return key, comment, nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// plain reports whether a name can stand in a log.
func plain(name string) bool {
	return name != "" && !strings.ContainsFunc(name, unicode.IsControl)
}

// publicKey parses one line of authorized_keys that is a key and nothing else.
func publicKey(text string) (key ssh.PublicKey, comment string, err error) {
	line := strings.TrimSpace(text)
	key, comment, options, _, err := ssh.ParseAuthorizedKey([]byte(line))
	_, certificate := key.(*ssh.Certificate)
	switch {
	case line == "":
		return nil, "", errors.New("no public key is given")
	case strings.Contains(line, "PRIVATE KEY"):
		return nil, "", errors.New("that is a private key, want the public one")
	case strings.ContainsAny(line, "\r\n"):
		return nil, "", errors.New("the public key is more than one line")
	case err != nil:
		return nil, "", errors.New("the public key is damaged, or none: want its type, base64 and perhaps a comment")
	case len(options) > 0:
		return nil, "", errors.New("the public key has options before it")
	case certificate:
		return nil, "", errors.New("the public key is a certificate itself")
	}
	return key, comment, nil
}
