package nspawn

import (
	"crypto/sha256"
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
// the seed and the host key put there before its first boot.
type Root struct {
	Lab, Machine string
	Dir          string // of the machine
	Image        string // root of the image
	Links        string // as described, for people: "enp0s3.41 192.168.4.21/27"
	Seed         cloudinit.Seed
	Operator, CA string // paths of the public keys that the seed has placeholders for
	Remake       bool   // make the machine anew if its description changed
}

func root(l lab.Lab, m lab.Machine) Root {
	links := make([]string, len(m.Links))
	for i, k := range m.Links {
		links[i] = k.Network.Name + " " + k.Network.NIC + " " + k.Address.String()
	}
	return Root{
		Lab: l.Name, Machine: m.Name, Dir: l.MachineDir(m.Name), Image: image(l).Root(), Links: strings.Join(links, ", "),
		Seed: m.Seed, Operator: l.Keys.Operator + ".pub", CA: l.Keys.CA + ".pub", Remake: l.Remake,
	}
}

func (r Root) String() string { return "root of machine " + r.Machine }

// description is what a machine is made from, but for the keys. It is kept
// beside the root, and written last, so that it also says that all is there.
func (r Root) description() string {
	sum := sha256.Sum256([]byte(r.Seed.UserData + "\x00" + r.Seed.MetaData + "\x00" + r.Seed.NetworkConfig))
	return fmt.Sprintf("image %s\nlinks %s\nseed %x", path.Base(path.Dir(r.Image)), r.Links, sum[:8])
}

// keys defines a function that prints a line for each key of the seed.
const keys sh.Script = `keys() {
	for file in "$operator" "$ca"; do
		if [ -e "$file" ]; then echo "key $(cut -d' ' -f2 "$file")" || return; else echo "key none"; fi
	done
}
`

// Probe prints the keys that a machine made now would have, whether this one
// has ever booted, and its description.
func (r Root) Probe() sh.Script {
	return hypervisor.With(keys+`keys || exit
if [ -e "$dir/upper/var/lib/cloud/instance" ] || [ -L "$dir/upper/var/lib/cloud/instance" ]; then echo booted; else echo new; fi
[ ! -e "$dir/description" ] || cat "$dir/description"`, "dir", r.Dir, "operator", r.Operator, "ca", r.CA)
}

// Plan makes the root if there is none or it never booted, and refuses to
// make one anew that holds data, unless that is allowed.
func (r Root) Plan(got string) (c tasks.Change, err error) {
	lines := strings.SplitN(got, "\n", 4)
	if len(lines) != 4 {
		return c, fmt.Errorf("the probe printed %q", got)
	}
	want := r.description() + "\n" + lines[0] + "\n" + lines[1] + "\n"
	was := lines[3]
	if was != "" && was != want && lines[2] == "booted" && !r.Remake {
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
	return hypervisor.With(hypervisor.End+keys+`end "$lab/machine/$machine" || exit
rm -rf --one-file-system "$dir" && mkdir -p "$dir" && chmod 755 "$dir" || exit
for file in "$operator" "$ca"; do
	[ -s "$file" ] || { echo "there is no key $file" >&2; exit 1; }
done
umask 022
seed=$dir/upper`+sh.Script(cloudinit.Directory)+`
mkdir -p "$dir/root" "$dir/work" "$dir/upper/etc/ssh" "$seed" || exit
printf '%s' "$user_data" | sed "s|`+lab.OperatorKey+`|$(cat "$operator")|; s|`+lab.CAKey+`|$(cat "$ca")|" >"$seed/user-data" || exit
printf '%s' "$meta_data" >"$seed/meta-data" || exit
printf '%s' "$network_config" >"$seed/network-config" || exit
printf '%s\n' "$machine" >"$dir/upper/etc/hostname" || exit
ssh-keygen -q -t ed25519 -N '' -C "$machine" -f "$dir/host_key" >&2 &&
cp -p "$dir/host_key" "$dir/upper/etc/ssh/ssh_host_ed25519_key" &&
cp -p "$dir/host_key.pub" "$dir/upper/etc/ssh/ssh_host_ed25519_key.pub" || exit
{ printf '%s\n' "$description" && keys; } >"$dir/description.new" && mv "$dir/description.new" "$dir/description"`,
		"dir", r.Dir, "lab", r.Lab, "machine", r.Machine, "operator", r.Operator, "ca", r.CA,
		"description", r.description(),
		"user_data", r.Seed.UserData, "meta_data", r.Seed.MetaData, "network_config", r.Seed.NetworkConfig)
}
