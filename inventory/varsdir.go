package inventory

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// readVarsDirs reads group_vars and host_vars beside an inventory. What is
// kept there for groups and hosts that do not exist is not read.
func (d *draft) readVarsDirs(base string) {
	for _, name := range d.order {
		d.readVarsOf(filepath.Join(base, "group_vars"), name, base, d.groups[name].files)
	}
	for _, name := range d.hostOrder {
		d.readVarsOf(filepath.Join(base, "host_vars"), name, base, d.hosts[name].files)
	}
}

// readVarsOf reads the first of NAME (a file or a directory), NAME.yml,
// NAME.yaml and NAME.json.
func (d *draft) readVarsOf(dir, name, base string, into layer) {
	for _, ext := range []string{"", ".yml", ".yaml", ".json"} {
		path := filepath.Join(dir, name+ext)
		if filepath.Dir(path) != filepath.Clean(dir) {
			return // a name such as ".." is no file here
		}
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			d.fault(fmt.Errorf("inventory: %w", err))
		case info.IsDir():
			d.readVarsTree(path, base, into)
		default:
			d.readVarsFile(path, base, into)
		}
		return
	}
}

// readVarsTree reads the files below a directory, in ASCII order.
func (d *draft) readVarsTree(dir, base string, into layer) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		d.fault(fmt.Errorf("inventory: %w", err))
		return
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.Name()[0] == '.' || strings.HasSuffix(e.Name(), "~") {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			d.fault(fmt.Errorf("inventory: %w", err))
			continue
		}
		switch ext := filepath.Ext(path); {
		case info.IsDir() && ext == "":
			d.readVarsTree(path, base, into)
		case !info.IsDir() && (ext == "" || ext == ".yml" || ext == ".yaml" || ext == ".json"):
			d.readVarsFile(path, base, into)
		}
	}
}

func (d *draft) readVarsFile(path, base string, into layer) {
	data, err := os.ReadFile(path)
	if err != nil {
		d.fault(fmt.Errorf("inventory: %w", err))
		return
	}
	data, at, err := d.secrets.unseal(data, place{file: path, base: base})
	if err != nil {
		d.fault(err)
		return
	}
	root, err := parseYAML(data, at)
	if err == nil && root.kind != mapping && root.kind != null {
		err = root.place.faultf("variables are a mapping of names to values, not %s", root.kind)
	}
	if err != nil {
		d.fault(err)
		return
	}
	for _, e := range root.pairs {
		into[e.key] = e.value
	}
}
