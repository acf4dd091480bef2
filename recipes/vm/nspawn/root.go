package nspawn

import (
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Root is what a machine has of its own: what it changes in the image, with
// the seed put there before its first boot.
type Root struct {
	Lab, Machine string
	Dir          string // of the machine
	Image        string // root of the image
	Links        string // as described, for people: "enp0s3.41 192.168.4.21/27"
	Seed         cloudinit.Seed
	Remake       bool // make the machine anew if its description changed
}

var _ tasks.Secretive = Root{}

func root(l lab.Lab, m lab.Machine) Root {
	links := make([]string, len(m.Links))
	for i, k := range m.Links {
		address := "dhcp"
		if k.Address.IsValid() {
			address = k.Address.String()
		}
		links[i] = strings.TrimSpace(k.Network.Name + " " + k.Network.NIC + " " + address + " " + k.MAC)
	}
	return Root{
		Lab: l.Name, Machine: m.Name, Dir: l.MachineDir(m.Name), Image: imageOf(l).Root(), Links: strings.Join(links, ", "),
		Seed: m.Seed, Remake: l.Remake,
	}
}

func (r Root) String() string { return "root of machine " + r.Machine }

// Secrets returns those of the seed.
func (r Root) Secrets() []sh.Secret { return r.Seed.Secrets() }

// description is what a machine is made from. It is kept beside the root, and
// written last, so that it also says that all is there.
func (r Root) description() string {
	return fmt.Sprintf("image %s\nlinks %s\nseed %s\n", path.Base(path.Dir(r.Image)), r.Links, r.Seed.Digest())
}

// Probe prints whether the machine has ever booted, and its description.
func (r Root) Probe() sh.Script {
	return hypervisor.With(`if [ -e "$dir/upper/var/lib/cloud/instance" ] || [ -L "$dir/upper/var/lib/cloud/instance" ]; then echo booted; else echo new; fi
[ ! -e "$dir/description" ] || cat "$dir/description"`, "dir", r.Dir)
}

// Plan makes the root if there is none or it never booted, and refuses to
// make one anew that holds data, unless that is allowed.
func (r Root) Plan(got string) (c tasks.Change, err error) {
	state, was, _ := strings.Cut(got, "\n")
	if state != "booted" && state != "new" {
		return c, fmt.Errorf("the probe printed %q", got)
	}
	want := r.description()
	if was != "" && was != want && state == "booted" && !r.Remake {
		had, has := differing(was, want)
		return c, &ChangedError{Machine: r.Machine, Was: had, Want: has}
	}
	c.Differ("description", was, want, r.make())
	return c, nil
}

// differing returns the lines that only one of two texts has.
func differing(a, b string) (onlyA, onlyB string) {
	only := func(a, b string) string {
		var lines []string
		for line := range strings.Lines(a) {
			if !strings.Contains("\n"+b, "\n"+line) {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		return strings.Join(lines, "\n")
	}
	return only(a, b), only(b, a)
}

// make ends the machine if it runs, and begins anew. It writes below the
// future mount point of the machine, which nothing has mounted then.
func (r Root) make() sh.Script {
	script := hypervisor.End + `end "$lab/machine/$machine" || exit
rm -rf --one-file-system "$dir" && mkdir -p "$dir" && chmod 700 "$dir" || exit
umask 022
seed=$dir/upper` + sh.Script(cloudinit.Directory) + `
mkdir -p "$dir/root" "$dir/work" "$dir/upper/etc" "$seed" || exit
printf '%s\n' "$machine" >"$dir/upper/etc/hostname" || exit
umask 077
`
	for _, f := range r.Seed.Files() {
		script += "printf %s " + sh.Word(f.Content) + ` >"$seed/` + sh.Script(f.Name) + "\" || exit\n"
	}
	return hypervisor.With(script+`umask 022
printf %s "$description" >"$dir/description.new" && mv "$dir/description.new" "$dir/description"`,
		"dir", r.Dir, "lab", r.Lab, "machine", r.Machine, "description", r.description())
}
