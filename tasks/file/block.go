package file

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Block wants a text file to have these lines between two markers, which are
// comments in the language of the file:
//
//	# BEGIN hrun NAME
//	...
//	# END hrun NAME
//
// Everything outside the markers is left alone, and a block stays where it is.
// Plan returns an error if a marker is there without the other, or twice.
type Block struct {
	Path    string // absolute
	Name    string // of the block, unique in the file; one line
	Body    string // a missing final line feed is added; empty keeps just the markers
	Comment string // what begins a comment; empty means "#"

	// After and Before say where a new block goes, as for [Line].
	After, Before string

	Absent bool      // the block must not be there; Body must be empty
	Create bool      // make the file, with mode 0644, if it is absent
	Verify sh.Script // as for [Content]
	Backup bool      // keep the old file; see the package documentation
}

// Sample is of a file that has no lines first, or is absent if it may be.
func (b Block) Sample() (before, after string) {
	x := b.text()
	if b.Absent {
		return x.blank(), x.blank()
	}
	return x.blank(), x.Prints(joinLines(b.lines()))
}

var (
	_ tasks.Task    = Block{}
	_ tasks.Sampler = Block{}
)

// text allows an absent file where the block shall be absent, too.
func (b Block) text() Text { return Text{b.Path, b.Create || b.Absent, b.Verify, b.Backup} }

func (b Block) comment() string {
	if b.Comment == "" {
		return "#"
	}
	return b.Comment
}

func (b Block) begin() string { return b.comment() + " BEGIN hrun " + b.Name }
func (b Block) end() string   { return b.comment() + " END hrun " + b.Name }

// Validate reports a bad path, a name or comment that is not one line, a body
// that holds a marker or is given for an absent block, and expressions that
// are none.
func (b Block) Validate() error {
	var errs []error
	if b.Name == "" || strings.ContainsAny(b.Name+b.Comment, "\x00\n") {
		errs = append(errs, fmt.Errorf("name %q is empty, or it or the comment %q holds a line feed", b.Name, b.Comment))
	}
	if b.Absent && b.Body != "" {
		errs = append(errs, errors.New("an absent block has a body"))
	}
	if lines := splitLines(b.Body); slices.Contains(lines, b.begin()) || slices.Contains(lines, b.end()) {
		errs = append(errs, errors.New("the body holds a marker of the block"))
	}
	if strings.Contains(b.Body, "\x00") {
		errs = append(errs, errors.New("the body holds a NUL"))
	}
	return errors.Join(append(errs, b.text().Validate(), place{b.After, b.Before}.check())...)
}

func (b Block) String() string { return fmt.Sprintf("block %s in %s", b.Name, b.Path) }

// Probe prints type, mode and owner, and the whole text if it has at most
// 1 MiB.
func (b Block) Probe() sh.Script { return b.text().Probe() }

// Plan compares the whole text with what it would be.
func (b Block) Plan(got string) (tasks.Change, error) {
	if err := b.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return b.text().Plan(got, b.rewrite)
}

func (b Block) rewrite(old string) (string, error) {
	lines := splitLines(old)
	from, to, err := b.find(lines)
	if err != nil {
		return "", err
	}
	var block []string
	if !b.Absent {
		block = b.lines()
	}
	switch {
	case slices.Equal(lines[from:to], block):
		return old, nil
	case from == to:
		lines, err = place{b.After, b.Before}.insert(lines, block...)
		return joinLines(lines), err
	}
	return joinLines(slices.Concat(lines[:from], block, lines[to:])), nil
}

// lines returns the block, markers included.
func (b Block) lines() []string {
	return slices.Concat([]string{b.begin()}, splitLines(b.Body), []string{b.end()})
}

// find returns the bounds of the block, markers included; they are equal if
// there is none.
func (b Block) find(lines []string) (from, to int, err error) {
	var begins, ends []int
	for i, line := range lines {
		switch line {
		case b.begin():
			begins = append(begins, i)
		case b.end():
			ends = append(ends, i)
		}
	}
	switch {
	case len(begins) == 0 && len(ends) == 0:
		return 0, 0, nil
	case len(begins) == 1 && len(ends) == 1 && begins[0] < ends[0]:
		return begins[0], ends[0] + 1, nil
	}
	return 0, 0, fmt.Errorf("%d lines %q and %d lines %q are not one block", len(begins), b.begin(), len(ends), b.end())
}
