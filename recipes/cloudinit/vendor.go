package cloudinit

import (
	"errors"
	"fmt"
	"path"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// archiveHeader is the first line of a list of parts, each in a form of its
// own.
const archiveHeader = "#cloud-config-archive\n"

// vendorData renders what whoever makes the machine adds. Files that must be
// written whatever the user-data says are no cloud-config: there, a key of the
// user-data wins as a whole.
func (i Instance) vendorData() (string, error) {
	config, err := i.VendorData.Text()
	if err != nil {
		return "", err
	}
	if i.VendorData.Empty() {
		config = ""
	}
	if len(i.VendorFiles) == 0 {
		return config, nil
	}
	hook, err := boothook(i.VendorFiles)
	if err != nil || config == "" {
		return hook, err
	}
	archive, err := render(list{part("text/cloud-boothook", hook), part("text/cloud-config", config)})
	return archiveHeader + archive, err
}

func part(kind, content string) (m mapping) {
	m.text("type", kind)
	m.text("content", content)
	return m
}

// boothook renders a script that cloud-init runs at every boot, before the
// cloud-configs: it writes the files the first time only, as write_files does.
func boothook(files []File) (string, error) {
	var faults []error
	script := sh.Script(`done=/var/lib/cloud/instance/sem/vendor_files
if [ -e "$done" ]; then exit 0; fi
set -e
`)
	for _, f := range files {
		if err := f.validate(); err != nil {
			faults = append(faults, err)
		}
		if f.Append || f.Defer {
			faults = append(faults, fmt.Errorf("file %s can neither be appended to nor deferred here", f.Path))
		}
		script += f.script() + "\n"
	}
	return "#cloud-boothook\n#!/bin/sh\n" + string(script) + ": >\"$done\"\n", errors.Join(faults...)
}

// script writes the file.
func (f File) script() sh.Script {
	mode, owner := f.Mode, f.Owner
	if mode == "" {
		mode = "0644"
	}
	if owner == "" {
		owner = "root:root"
	}
	written := f.Path + ".new"
	return sh.Cmd("mkdir", "-p", path.Dir(f.Path)) + "\n" +
		sh.Feed([]byte(f.Content+f.Secret.Reveal()), "umask 077; cat >"+sh.Word(written)) + "\n" +
		sh.Cmd("chmod", mode, written) + "\n" + sh.Cmd("chown", owner, written) + "\n" + sh.Cmd("mv", "-f", written, f.Path)
}
