package secrets

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Recipients returns for whom secrets are encrypted, as they are written: age
// recipients and public keys of OpenSSH. There are none if the store does not
// encrypt.
func (s *Store) Recipients() ([]string, error) {
	text, err := readBounded(s.recipientsFile(), longest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	all, _ := parted(string(text))
	return all, err
}

// parted tells the recipients in the file from the comments.
func parted(text string) (recipients, comments []string) {
	for line := range strings.Lines(text) {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case line[0] == '#':
			comments = append(comments, line)
		default:
			recipients = append(recipients, line)
		}
	}
	return recipients, comments
}

// recipients is an error that wraps [fs.ErrNotExist] if the store does not
// encrypt.
func (s *Store) recipients() ([]age.Recipient, error) {
	written, err := s.Recipients()
	if err != nil {
		return nil, err
	}
	if written == nil {
		if _, err := readBounded(s.recipientsFile(), 0); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s: %w", s.recipientsFile(), ErrNoRecipient)
	}
	all, err := parseRecipients(written)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.recipientsFile(), err)
	}
	return all, nil
}

func parseRecipients(written []string) ([]age.Recipient, error) {
	var all []age.Recipient
	for _, w := range written {
		if strings.HasPrefix(w, identityPrefix) {
			return nil, errors.New("a secret key stands where a recipient should; that key is no longer secret")
		}
		if strings.HasPrefix(w, "ssh-") {
			recipient, err := agessh.ParseRecipient(w)
			if err != nil {
				return nil, fmt.Errorf("recipient %q: %w", w, err)
			}
			all = append(all, recipient)
			continue
		}
		parsed, err := age.ParseRecipients(strings.NewReader(w))
		if err != nil {
			return nil, fmt.Errorf("recipient %q is neither one of age (age1…) nor an OpenSSH public key (ssh-ed25519 …, ssh-rsa …)", w)
		}
		all = append(all, parsed...)
	}
	return all, nil
}

// SetRecipients encrypts every secret for these recipients, also those that
// were not encrypted before, and every secret that is made from now on. All
// secrets must be readable, or nothing is changed. If it is interrupted, the
// new recipients hold, and [Store.Reencrypt] completes it. Whom it leaves out
// can still read older copies of the files: their values must be rotated.
func (s *Store) SetRecipients(recipients []string) error {
	return s.changeRecipients(func([]string) ([]string, error) { return recipients, nil })
}

// AddRecipients is as [Store.SetRecipients] with these as well. The first ones
// turn encryption on.
func (s *Store) AddRecipients(recipients ...string) error {
	return s.changeRecipients(func(now []string) ([]string, error) {
		for _, r := range recipients {
			if !slices.Contains(now, r) {
				now = append(now, r)
			}
		}
		return now, nil
	})
}

// RemoveRecipients is as [Store.SetRecipients] without these. The last one
// stays: it returns [ErrNoRecipient].
func (s *Store) RemoveRecipients(recipients ...string) error {
	return s.changeRecipients(func(now []string) ([]string, error) {
		for _, r := range recipients {
			i := slices.Index(now, r)
			if i < 0 {
				return nil, fmt.Errorf("%s is not a recipient in %s", r, s.recipientsFile())
			}
			now = slices.Delete(now, i, i+1)
		}
		return now, nil
	})
}

func (s *Store) changeRecipients(change func(now []string) ([]string, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writing(func() error {
		text, err := readBounded(s.recipientsFile(), longest)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		now, comments := parted(string(text))
		recipients, err := change(now)
		if err != nil {
			return err
		}
		if len(recipients) == 0 {
			return ErrNoRecipient
		}
		to, err := parseRecipients(recipients)
		if err != nil {
			return err
		}
		if _, err := encrypt(sh.NewSecret("x"), to); err != nil { // some kinds do not go together
			return err
		}
		return s.reencrypt(func() error {
			return replace(s.recipientsFile(), []byte(strings.Join(append(comments, recipients...), "\n")+"\n"))
		})
	})
}

// Reencrypt encrypts every secret anew for the recipients as they are: after
// their file was edited by hand.
func (s *Store) Reencrypt() error {
	if _, err := s.recipients(); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrNoRecipient, err)
	} else if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writing(func() error { return s.reencrypt(func() error { return nil }) })
}

// reencrypt reads all secrets, prepares, and writes all. The directory is
// locked for writing.
func (s *Store) reencrypt(prepare func() error) error {
	entries, err := s.list()
	if err != nil {
		return err
	}
	entries = slices.CompactFunc(entries, func(a, b Entry) bool { return a.Name == b.Name })
	values := make([]sh.Secret, len(entries))
	for i, e := range entries {
		if values[i], err = s.read(e.Name); err != nil {
			return err
		}
	}
	if err := prepare(); err != nil {
		return err
	}
	for i, e := range entries {
		if err := s.write(e.Name, values[i]); err != nil {
			return fmt.Errorf("secret %q: %w", e.Name, err)
		}
	}
	return nil
}
