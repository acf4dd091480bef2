package secrets

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Entry is one secret of a store.
type Entry struct {
	Name      string
	Encrypted bool
}

// List returns the secrets by name. None of them is read. One of which
// encrypting was interrupted is there twice, first as not encrypted.
func (s *Store) List() ([]Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list()
}

func (s *Store) list() ([]Entry, error) {
	files, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []Entry
	for _, f := range files {
		file, sealed := strings.CutSuffix(f.Name(), encrypted)
		name, err := url.PathUnescape(file)
		if err == nil && fileName(name) == file && checkName(name) == nil && !f.IsDir() {
			all = append(all, Entry{name, sealed})
		}
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return all, err
}

// Set keeps the value under that name, in place of what is there.
func (s *Store) Set(name string, value sh.Secret) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := checkName(name); err != nil {
		return err
	}
	if err := s.writing(func() error { return s.write(name, value) }); err != nil {
		return fmt.Errorf("keeping the secret %q: %w", name, err)
	}
	s.known = append(s.known, value)
	return nil
}
