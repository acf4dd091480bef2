package file

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// treeState is what the probe of a [Tree] has seen.
type treeState struct {
	entries map[string]state
	names   []other // sorted
}

// other is something in the directory.
type other struct {
	name      string
	directory bool
}

// of returns the state of an entry. A file that the probe has not said to
// differ is as it is wanted.
func (t treeState) of(e Entry) state {
	s, ok := t.entries[e.Name]
	if !ok {
		return state{kind: "absent"}
	}
	if s.kind == "file" && s.rest == "" {
		s.rest = digest(e.Body) + "\n"
	}
	return s
}

// others returns what is none of the entries.
func (t treeState) others(entries []Entry) []other {
	wanted := make(map[string]bool, len(entries))
	for _, e := range entries {
		wanted[e.Name] = true
	}
	return slices.DeleteFunc(slices.Clone(t.names), func(o other) bool { return wanted[o.name] })
}

// named returns a name for a person, in quotes if it needs some.
func named(name string) string {
	if q := strconv.Quote(name); q != `"`+name+`"` {
		return q
	}
	return name
}

// readTree reads what the probe has printed after the first line.
func readTree(tree string, root state) (treeState, error) {
	t := treeState{entries: map[string]state{}}
	rest := root.rest
	for rest != "" {
		head, after, ok := strings.Cut(rest, "\n")
		word, detail, _ := strings.Cut(head, " ")
		f := strings.SplitN(detail, " ", 4)
		var name string
		var s state
		var err error
		var n int
		switch {
		case word == "no" && len(f) == 2:
			return t, &KindError{Path: path.Join(tree, f[1]), Is: "no directory, and is not replaced by one"}
		case word == "names":
			t.names, err = readNames(after)
			return t, err
		case word == "target" && len(f) >= 2:
			name = strings.TrimPrefix(detail, f[0]+" ")
			s = t.entries[path.Clean(name)]
			if n, err = strconv.Atoi(f[0]); err == nil && n >= 0 && n < len(after) {
				s.detail, after = after[:n], after[n+1:]
			}
		case word == "body" && len(f) == 4:
			name = f[3]
			s = t.entries[path.Clean(name)]
			if n, err = strconv.Atoi(f[0]); err == nil && n >= 0 && n < len(after) {
				s.rest, after = f[1]+" "+f[2]+"\n"+after[:n], after[n+1:]
			}
		case len(f) >= 3:
			name = strings.SplitN(detail, " ", 3)[2]
			s, err = entryState(word, f[0], f[1])
		default:
			ok = false
		}
		if !ok || err != nil || !strings.HasPrefix(name, "./") || n < 0 {
			return t, fmt.Errorf("probe of %s printed %q, which says nothing about a tree", tree, head)
		}
		t.entries[path.Clean(name)] = s
		rest = after
	}
	return t, nil
}

// entryState reads the mode as stat(2) has it, in hexadecimal digits.
func entryState(mode, ids, owner string) (state, error) {
	bits, err := strconv.ParseUint(mode, 16, 32)
	s := state{mode: strconv.FormatUint(bits&0o7777, 8), ids: ids, owner: owner}
	switch bits & 0o170000 { // inode(7)
	case 0o100000:
		s.kind = "file"
	case 0o040000:
		s.kind = "directory"
	case 0o120000:
		s.kind = "link"
	default:
		s.kind, s.detail = "other", "special file"
	}
	return s, err
}

// readNames reads names that end with NUL, of which a directory's comes twice.
func readNames(text string) (names []other, err error) {
	for line := range strings.SplitAfterSeq(text, "\x00") {
		if line == "" {
			break
		}
		name, ended := strings.CutSuffix(strings.TrimPrefix(line, "./"), "\x00")
		switch last := len(names) - 1; {
		case !ended || path.Clean("/"+name) != "/"+name || name == "":
			return nil, fmt.Errorf("probe printed %q, which is no name in a tree", line)
		case last >= 0 && names[last].name == name:
			names[last].directory = true
		default:
			names = append(names, other{name: name})
		}
	}
	slices.SortFunc(names, func(a, b other) int { return cmp.Compare(a.name, b.name) })
	return names, nil
}

// printTree returns what the probe prints where all is as the tree wants it.
func printTree(t Tree, entries []Entry) string {
	root := t.root().body()
	var b, targets, names strings.Builder
	b.WriteString(present("directory", root.mode, root.owner))
	for _, e := range entries {
		bits := map[string]uint64{"file": 0o100000, "directory": 0o040000, "link": 0o120777}[e.kind()]
		name := "./" + e.Name
		if e.kind() == "link" {
			fmt.Fprintf(&targets, "target %d %s\n%s\n", len(e.Target), name, e.Target)
		} else {
			perm, _ := strconv.ParseUint(octal(e.permissions()), 8, 32)
			bits |= perm
		}
		names.WriteString(name + "\x00")
		if e.kind() == "directory" {
			names.WriteString(name + "\x00")
		}
		fmt.Fprintf(&b, "%x 0:0 %s %s\n", bits, cmp.Or(t.Owner, "root:root"), name)
	}
	b.WriteString(targets.String())
	if t.Purge {
		b.WriteString("names\n" + names.String())
	}
	return b.String()
}
