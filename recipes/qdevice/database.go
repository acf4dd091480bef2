package qdevice

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// The names by which the daemons look for their certificates, in the authority's
// and the arbiter's certificate, and in the databases. They are those of
// corosync-qnetd-certutil(8) and corosync-qdevice-net-certutil(8).
const (
	caName       = "QNet CA"
	arbiterName  = "Qnetd Server" // net_nss_qnetd_cn of corosync-qdevice(8)
	arbiterNick  = "QNetd Cert"
	nodeNick     = "Cluster Cert"
	arbiterTrust = "CT,,"
	nodeTrust    = "CT,c,c"
)

// database wants an NSS database that holds the authority's certificate, and a
// certificate with its key: the one that is given, or one that is as good and
// lasts for a while yet. What the clock says is a part of the task, so that Plan
// is a pure function, and the host's clock is not asked.
//
// A database that differs is made anew beside the old one, and put in its place
// when it is complete: a daemon that runs keeps the old one until it restarts.
type database struct {
	Directory string
	Group     string // which may read it; empty means that only root may
	Nick      string // of the certificate
	Trust     string // in the authority

	Authority   *x509.Certificate
	Certificate *x509.Certificate // which would be written
	Bundle      sh.Secret         // that, with its key

	Now   time.Time
	Least time.Time // until when a certificate must count, to stay
}

var (
	_ tasks.Task      = database{}
	_ tasks.Sampler   = database{}
	_ tasks.Secretive = database{}
)

func (d database) String() string { return "certificates in " + d.Directory }

// Secrets returns the bundle.
func (d database) Secrets() []sh.Secret { return []sh.Secret{d.Bundle} }

// owner and modes are those that Debian's package gives to the arbiter's
// database; a node's is root's alone.
func (d database) owner() string {
	if d.Group == "" {
		return "root:root 700 600"
	}
	return "root:" + d.Group + " 750 640"
}

// Probe prints owner and modes, certutil's list of names with the trust in
// them, and the certificates of the two names; "absent" where there is no
// database, and "no certutil" where it cannot be read.
func (d database) Probe() sh.Script {
	return "d=" + sh.Word(d.Directory) + `
[ -e "$d/cert9.db" ] || { echo absent; exit 0; }
command -v certutil >/dev/null || { echo no certutil; exit 0; }
stat -c '%U:%G %a' "$d" && stat -c %a "$d/key4.db" && list=$(certutil -L -d "sql:$d") || exit
printf '%s\n' "$list"
for nick in ` + sh.Word(caName) + " " + sh.Word(d.Nick) + `; do
	case $list in *"
$nick  "*) certutil -L -d "sql:$d" -n "$nick" -a || exit ;; esac
done`
}

// entry is a line of certutil's list.
var entry = regexp.MustCompile(`^(.+?) +([a-zA-Z]*,[a-zA-Z]*,[a-zA-Z]*) *$`)

// held is what a database holds.
type held struct {
	owner        string
	trust        map[string]string // by the name
	certificates []*x509.Certificate
}

func parse(got string) (held, error) {
	h := held{trust: map[string]string{}}
	lines := strings.SplitN(got, "\n", 3)
	if len(lines) < 3 || !strings.Contains(lines[0], ":") {
		return h, fmt.Errorf("the probe printed %q, want owner, modes and a list", got)
	}
	h.owner = lines[0] + " " + lines[1]
	list, certificates, _ := strings.Cut(lines[2], "-----BEGIN")
	for line := range strings.Lines(list) {
		if m := entry.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil && m[2] != "SSL,S/MIME,JAR/XPI" {
			h.trust[m[1]] = m[2]
		}
	}
	rest := []byte("-----BEGIN" + certificates)
	for block, more := pem.Decode(rest); block != nil; block, more = pem.Decode(more) {
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return h, fmt.Errorf("a certificate in the database: %w", err)
		}
		h.certificates = append(h.certificates, c)
	}
	return h, nil
}

// Plan makes the database anew unless it will do. Found says how long its
// certificate lasts.
func (d database) Plan(got string) (c tasks.Change, err error) {
	switch got {
	case "absent\n":
		c.Differ("certificate", "absent", describe(d.Certificate), d.make())
		return c, nil
	case "no certutil\n":
		return c, fmt.Errorf("%s cannot be read without certutil, of the package libnss3-tools", d.Directory)
	}
	h, err := parse(got)
	if err != nil {
		return c, err
	}
	if why := d.lacks(h); why != "" {
		c.Differ("certificate", why, describe(d.Certificate), d.make())
		return c, nil
	}
	c.Differ("access", h.owner, d.owner(), d.access(sh.Word(d.Directory)))
	c.Found = "in force until " + stamp(h.certificates[1].NotAfter)
	return c, nil
}

// lacks says in which way what is held will not do, or nothing.
func (d database) lacks(h held) string {
	if len(h.trust) != 2 || len(h.certificates) != 2 || h.trust[caName] == "" || h.trust[d.Nick] == "" {
		return fmt.Sprintf("not just one certificate each of %s and %s", caName, d.Nick)
	}
	ca, was := h.certificates[0], h.certificates[1]
	switch {
	case !ca.Equal(d.Authority):
		return describe(was) + "another authority: " + fingerprint(ca) + "\n"
	case h.trust[caName] != d.Trust:
		return fmt.Sprintf("%s is trusted as %s, want %s", caName, h.trust[caName], d.Trust)
	case h.trust[d.Nick] != "u,u,u":
		return describe(was) + "its key is missing\n"
	case !d.does(was):
		return describe(was)
	case was.NotAfter.Before(d.Least):
		return describe(was) + "to be renewed from " + stamp(was.NotAfter.Add(-d.Least.Sub(d.Now))) + "\n"
	}
	return ""
}

// does reports whether a certificate does for the one that would be written,
// but for its end.
func (d database) does(was *x509.Certificate) bool {
	want := d.Certificate
	key, ok := was.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	return ok && key.Equal(want.PublicKey) && was.Subject.CommonName == want.Subject.CommonName &&
		was.CheckSignatureFrom(d.Authority) == nil && !d.Now.Before(was.NotBefore) && !was.NotAfter.After(want.NotAfter)
}

// Sample is of a database that is absent first.
func (d database) Sample() (before, after string) {
	if d.Certificate == nil {
		return "absent\n", "absent\n"
	}
	owner := strings.Fields(d.owner())
	text := owner[0] + " " + owner[1] + "\n" + owner[2] + "\n" + caName + "  " + d.Trust + "\n" + d.Nick + "  u,u,u\n"
	return "absent\n", text + encode(d.Authority) + encode(d.Certificate)
}
