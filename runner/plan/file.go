package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// FormatError says that a plan is of a format that this version does not read.
type FormatError struct {
	Path   string
	Format int
	Hrun   string // the version that made it
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("plan %s has format %d (made by hrun %s), and this hrun reads format %d: plan again", e.Path, e.Format, e.Hrun, Format)
}

// Is tells whether a file is meant to be a plan: a regular file that begins as
// one does. What is in it may still be wrong.
func Is(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // it was only read
	head := make([]byte, 64)
	n, _ := f.Read(head) // what cannot be read is no plan
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(head[:n]), []byte("{"))
	return ok && bytes.HasPrefix(bytes.TrimSpace(rest), []byte(`"hrun_plan"`))
}

// Read reads a plan. Fields that are not known are errors. A plan is not
// signed: one that was altered by hand is noticed when it is compared with what
// is found on the hosts.
func Read(path string) (Plan, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Plan{}, fmt.Errorf("reading a plan: %w", err)
	}
	var head struct {
		Format int    `json:"hrun_plan"`
		Hrun   string `json:"hrun"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return Plan{}, fmt.Errorf("plan %s: %w", path, err)
	}
	if head.Format != Format {
		return Plan{}, &FormatError{path, head.Format, head.Hrun}
	}
	var p Plan
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Plan{}, fmt.Errorf("plan %s: %w", path, err)
	}
	return p, nil
}

// Write writes the plan to a file with mode 0600, in one piece: a file that is
// there already is replaced.
func (p Plan) Write(path string) (err error) {
	p.Format = Format
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("writing a plan: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".plan-*") // mode 0600
	if err != nil {
		return fmt.Errorf("writing a plan: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing a plan: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
