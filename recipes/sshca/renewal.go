package sshca

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// renewal wants a certificate in a file: the one in its body, or another one
// that is as good and lasts for a while yet. What the clock says is a part of
// the task, so that Plan is a pure function, and the host's clock is not asked.
type renewal struct {
	file.Content // whose body is the certificate that would be written

	Now   time.Time
	Least time.Time // until when a certificate must count, to stay
}

var (
	_ tasks.Task    = renewal{}
	_ tasks.Sampler = renewal{}
)

// newRenewal signs what is written if it has to be. It is dated to the 24th
// part of its time, so that a plan that is saved and the run that carries it
// out soon after mean the same bytes.
func newRenewal(f file.Content, l Login) (renewal, error) {
	unit := l.Valid / 24
	now := l.Now.UTC()
	issued := now.Truncate(unit)
	var err error
	f.Body, err = l.Authority.Certify(Certificate{
		Key: l.Key.Public, Identity: l.Identity, Users: l.Users,
		From: issued.Add(-unit), Until: issued.Add(l.Valid),
	})
	return renewal{Content: f, Now: now, Least: now.Add(l.Valid / 3)}, err
}

func (r renewal) String() string { return "certificate " + r.Path }

// Probe prints what that of a file does: owner, mode, and the old text where
// it is not the one that would be written.
func (r renewal) Probe() sh.Script { return r.Content.Probe() }

// Plan leaves the text alone if it is a certificate that will do, and tells the
// two apart by what they say.
func (r renewal) Plan(got string) (tasks.Change, error) {
	c, err := r.Content.Plan(got)
	i := slices.IndexFunc(c.Steps, func(s tasks.Step) bool { return s.Field == "content" })
	if i < 0 {
		return c, err
	}
	want, broken := parseCertificate(r.Body)
	if broken != nil {
		return tasks.Change{}, broken
	}
	step := &c.Steps[i]
	if was, unreadable := parseCertificate(step.Was); unreadable == nil {
		if r.does(was, want) {
			c.Steps = slices.Delete(c.Steps, i, i+1)
			return c, err
		}
		step.Was = describe(was)
	}
	step.Field, step.Want = "certificate", describe(want)
	return c, err
}

// does reports whether the one certificate does for the other.
func (r renewal) does(was, want *ssh.Certificate) bool {
	checker := ssh.CertChecker{Clock: func() time.Time { return r.Now }}
	return slices.Equal(was.ValidPrincipals, want.ValidPrincipals) &&
		checker.CheckCert(want.ValidPrincipals[0], was) == nil && // its signature, and that it counts now
		was.CertType == want.CertType && was.KeyId == want.KeyId &&
		bytes.Equal(was.Key.Marshal(), want.Key.Marshal()) &&
		bytes.Equal(was.SignatureKey.Marshal(), want.SignatureKey.Marshal()) &&
		maps.Equal(was.Extensions, want.Extensions) && len(was.CriticalOptions) == 0 &&
		was.ValidBefore >= uint64(r.Least.Unix()) && was.ValidBefore <= want.ValidBefore
}

// Sample is of a file that is absent first.
func (r renewal) Sample() (before, after string) { return r.Content.Sample() }

func parseCertificate(line string) (*ssh.Certificate, error) {
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil {
		return nil, err
	}
	cert, ok := key.(*ssh.Certificate)
	if !ok {
		return nil, fmt.Errorf("%s is not a certificate", key.Type())
	}
	return cert, nil
}

// describe says what matters of a certificate.
func describe(c *ssh.Certificate) string {
	return fmt.Sprintf("key %s\nidentity %q\nusers %q\nfrom %s\nuntil %s\nsigned by %s\n",
		ssh.FingerprintSHA256(c.Key), c.KeyId, c.ValidPrincipals,
		moment(c.ValidAfter), moment(c.ValidBefore), ssh.FingerprintSHA256(c.SignatureKey))
}

// moment writes a time of a certificate, which may be beyond all calendars.
func moment(seconds uint64) string {
	if seconds > 1<<40 {
		return "for ever"
	}
	return stamp(time.Unix(int64(seconds), 0))
}
