package file

import (
	"fmt"
	"slices"
	"strings"
)

// Setting is one key of [Settings] and its value.
type Setting struct {
	// Section is what stands between the brackets of the heading, or the whole
	// line if Settings.Heading is set; empty means the part above all headings.
	Section string

	Key    string
	Value  string // as it is written, with quotes if the file wants them; may be empty
	Absent bool   // the key must not be there; Value must be empty
}

// found says where a setting is in a file.
type found struct {
	set       []int // lines that set the key
	commented int   // the first comment that holds it, or -1
	end       int   // where a new line goes, or -1 if there is no such section
}

// find looks for the setting.
func (f form) find(lines []string, w Setting) found {
	r := found{commented: -1, end: -1}
	if w.Section == "" {
		r.end = 0
	}
	section, continued, headed := "", false, false
	for i, line := range lines {
		follows := continued
		continued = strings.HasSuffix(line, `\`)
		if follows {
			if f.fold(section) == f.fold(w.Section) {
				r.end = i + 1
			}
			continue
		}
		if name, ok := f.section(line); ok {
			if !headed && r.end == 0 {
				r.end = i
			}
			section, headed = name, true
		}
		if f.fold(section) != f.fold(w.Section) {
			continue
		}
		if held, ok := f.uncommented(line); ok {
			if key, _, at := f.split(held); at >= 0 && f.fold(key) == f.fold(w.Key) && r.commented < 0 {
				r.commented = i
			}
			continue
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		r.end = i + 1
		if key, _, _ := f.split(line); f.fold(key) == f.fold(w.Key) {
			r.set = append(r.set, i)
		}
	}
	if w.Section == "" && !headed {
		r.end = len(lines)
	}
	return r
}

// set returns the lines with the setting as it is wanted.
func (f form) set(lines []string, w Setting, uncomment bool) ([]string, error) {
	lines = slices.Clone(lines)
	r := f.find(lines, w)
	keep := -1
	if !w.Absent && len(r.set) > 0 {
		keep = r.set[0]
		if i := slices.IndexFunc(r.set, func(i int) bool { _, v, _ := f.split(lines[i]); return v == w.Value }); i >= 0 {
			keep = r.set[i]
		}
	}
	for _, i := range slices.Backward(r.set) {
		_, value, at := f.split(lines[i])
		switch {
		case i == keep && value == w.Value:
			continue
		case strings.HasSuffix(lines[i], `\`):
			return nil, fmt.Errorf("line %d, %q, goes on in the next, and is not changed in part", i+1, lines[i])
		case i != keep:
			lines = slices.Delete(lines, i, i+1)
		case at < 0:
			lines[i] = strings.TrimRight(lines[i], " \t") + f.separator + w.Value
		default:
			ending := lines[i][len(strings.TrimRight(lines[i], "\r")):]
			lines[i] = lines[i][:at] + w.Value + ending
		}
	}
	switch {
	case w.Absent || keep >= 0:
	case uncomment && r.commented >= 0:
		lines[r.commented] = f.line(w)
	case r.end >= 0:
		lines = slices.Insert(lines, r.end, f.line(w))
	default:
		if n := len(lines); n > 0 && strings.TrimSpace(lines[n-1]) != "" {
			lines = append(lines, "")
		}
		lines = append(lines, f.title(w.Section), f.line(w))
	}
	return lines, nil
}
