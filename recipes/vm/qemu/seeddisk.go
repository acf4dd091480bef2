package qemu

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"strings"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// SeedDisk is the seed of a machine as a disk, for nobody but root to read. The
// name of its file tells seeds apart; [Disks] removes the one of a machine that
// is made anew.
type SeedDisk struct {
	Machine string
	Dir     string // of the machine
	Seed    cloudinit.Seed
}

var _ tasks.Secretive = SeedDisk{}

func (s SeedDisk) String() string { return "seed of machine " + s.Machine }

// Secrets returns those of the seed.
func (s SeedDisk) Secrets() []sh.Secret { return s.Seed.Secrets() }

// seedFile returns the name of the disk's file.
func seedFile(m lab.Machine) string { return "seed-" + m.Seed.Digest() }

func (s SeedDisk) file() string {
	return s.Dir + "/" + seedFile(lab.Machine{Seed: s.Seed})
}

// Probe prints whether the disk is there.
func (s SeedDisk) Probe() sh.Script {
	return hypervisor.With(`if [ -e "$seed" ]; then echo present; else echo absent; fi`, "seed", s.file())
}

// Plan writes the disk.
func (s SeedDisk) Plan(got string) (c tasks.Change, err error) {
	iso, err := packed(s.Seed)
	if err != nil {
		return c, err
	}
	c.Differ("seed", strings.TrimSpace(got), "present", hypervisor.With(`umask 077
mkdir -p "$dir" && printf %s "$iso" | base64 -d | gzip -dc >"$dir/seed.new" && mv "$dir/seed.new" "$seed"`,
		"dir", s.Dir, "seed", s.file(), "iso", iso))
	return c, nil
}

// packed returns the image of a seed, which is zeros for the most part, as text.
func packed(seed cloudinit.Seed) (string, error) {
	iso, err := seed.ISO()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(iso); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
