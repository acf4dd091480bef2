package inventory

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Load reads inventories: files, directories of files, and lists of hosts such
// as "host1,host2,". A file is YAML if it is called .yml, .yaml or .json, or if
// it has no such ending and looks like it, and INI otherwise; a program that is
// executable is run with --list, and what it prints is read. Beside each
// inventory, group_vars and host_vars are read. A later inventory wins over an
// earlier one.
//
// The error is a [*multierror.Error] of every fault that was found; each
// begins with file and line. Inventory plugins and TOML are refused. What
// ansible-vault has encrypted needs [Sources.Load]: a whole file that is, is an
// error without, and a single value only where it is used.
func Load(paths ...string) (*Inventory, error) { return Sources{}.Load(paths...) }

func (d *draft) load(paths []string) (*Inventory, error) {
	var bases []string
	for _, path := range paths {
		base, err := d.readSource(path)
		if err != nil {
			d.fault(err)
			continue
		}
		if base != "" && !slices.Contains(bases, base) {
			bases = append(bases, base)
		}
	}
	for _, base := range bases {
		d.readVarsDirs(base)
	}
	dir := ""
	if len(bases) > 0 {
		dir = bases[0]
	}
	return d.assemble(dir)
}

// readSource reads one inventory and returns its directory, "" if it has none.
func (d *draft) readSource(path string) (base string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		if strings.Contains(path, ",") {
			d.readNames(path)
			return "", nil
		}
		return "", fmt.Errorf("inventory: %w (a list of hosts has a comma: %q)", err, path+",")
	}
	if info.IsDir() {
		return path, d.readDir(path, path)
	}
	base = filepath.Dir(path)
	return base, d.readFile(path, base)
}

func (d *draft) readNames(literal string) {
	for _, name := range strings.Split(literal, ",") {
		if name = strings.TrimSpace(name); name != "" {
			d.addHosts(ungrouped, name, place{file: literal})
		}
	}
}

// readDir reads the files of a directory in ASCII order, and those of the
// directories in it.
func (d *draft) readDir(dir, base string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("inventory: %w", err)
	}
	for _, e := range entries {
		if isIgnored(e) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		info, err := os.Stat(path)
		switch {
		case err != nil:
			err = fmt.Errorf("inventory: %w", err)
		case info.IsDir():
			err = d.readDir(path, base)
		default:
			err = d.readFile(path, base)
		}
		if err != nil {
			d.fault(err)
		}
	}
	return nil
}

// isIgnored reports whether Ansible passes over an entry of a directory.
func isIgnored(e fs.DirEntry) bool {
	name := e.Name()
	ignored := []string{".pyc", ".pyo", ".swp", ".bak", ".rpm", ".md", ".txt", ".rst", ".orig", ".cfg", ".retry"}
	return name[0] == '.' || strings.HasSuffix(name, "~") || slices.Contains(ignored, filepath.Ext(name)) ||
		slices.Contains([]string{"group_vars", "host_vars", "vars_plugins"}, name)
}

func (d *draft) readFile(path, base string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("inventory: %w", err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	data, at, err := d.secrets.unseal(data, place{file: path, base: base})
	if err != nil {
		return err
	}
	switch ext := filepath.Ext(path); {
	case isScript(path, data):
		return d.readScript(path, at)
	case ext == ".toml":
		return at.faultf("TOML inventories are not supported; write YAML or INI")
	case ext == ".yml" || ext == ".yaml" || ext == ".json" || ext != ".ini" && looksLikeYAML(data):
		d.readGroups(data, at)
	default:
		d.readINI(data, at)
	}
	return nil
}

// looksLikeYAML judges by the first line that says something: a host line of an
// INI file has no colon behind its first word.
func looksLikeYAML(data []byte) bool {
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		key, _, colon := strings.Cut(line+" ", ": ")
		return line[0] == '{' || line[0] == '$' || strings.HasPrefix(line, "---") || colon && !strings.ContainsAny(key, " =")
	}
	return false
}
