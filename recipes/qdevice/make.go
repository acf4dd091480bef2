package qdevice

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// make is the script that puts a new database in the place of the old one. The
// certificate is imported before its key, because the bundle has no name for
// the two. That the password is empty is what the daemons expect. The path that
// NSS has noted is that of the place in the end.
func (d database) make() sh.Script {
	certificate := func(nick, trust string, c *x509.Certificate) sh.Script {
		return sh.Feed([]byte(encode(c)), `cat >"$new/import"`) + ` &&
certutil -A -d "sql:$new" -f "$new/pwdfile.txt" -n ` + sh.Word(nick) + " -t " + sh.Word(trust) + ` -a -i "$new/import" &&
`
	}
	return "d=" + sh.Word(d.Directory) + ` new=$d.new old=$d.old
umask 077
rm -rf "$new" && mkdir -p "$new" && echo >"$new/pwdfile.txt" &&
certutil -N -d "sql:$new" -f "$new/pwdfile.txt" &&
` + certificate(caName, d.Trust, d.Authority) + certificate(d.Nick, "u,u,u", d.Certificate) +
		sh.Feed([]byte(d.Bundle.Reveal()), `cat >"$new/import"`) + ` &&
pk12util -i "$new/import" -d "sql:$new" -k "$new/pwdfile.txt" -W '' &&
rm "$new/import" &&
sed -i "s|'sql:[^']*'|'sql:$d'|" "$new/pkcs11.txt" &&
` + d.access(`"$new"`) + ` &&
rm -rf "$old" && if [ -e "$d" ]; then mv "$d" "$old"; fi && mv "$new" "$d" && rm -rf "$old"`
}

// access is the script that gives owner and modes to a directory and the files
// in it.
func (d database) access(directory sh.Script) sh.Script {
	f := strings.Fields(d.owner())
	return "chown -R " + sh.Word(f[0]) + " " + directory + " && chmod " + sh.Word(f[1]) + " " + directory + " && chmod " + sh.Word(f[2]) + " " + directory + "/*"
}

func encode(c *x509.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
}

// describe says what matters of a certificate.
func describe(c *x509.Certificate) string {
	return fmt.Sprintf("%s of %s, signed by %s\nfrom %s\nuntil %s\nfingerprint %s\n",
		c.Subject.CommonName, keyPrint(c), c.Issuer.CommonName, stamp(c.NotBefore), stamp(c.NotAfter), fingerprint(c))
}

func keyPrint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return fmt.Sprintf("key %x", sum[:8])
}

// fingerprint is the beginning of what "openssl x509 -fingerprint -sha256"
// prints, without its colons.
func fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return fmt.Sprintf("%X", sum[:16])
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
