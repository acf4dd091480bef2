package facts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Disk is a device that blocks are stored on, real or of a virtual machine.
type Disk struct {
	Name       string       `json:"name"` // such as "sda": its device is /dev/sda
	Bytes      int64        `json:"bytes"`
	Rotational bool         `json:"rotational"`        // as the device says, which is often wrong of virtual ones
	Mounted    []Filesystem `json:"mounted,omitempty"` // from it and from its partitions; not by way of LVM or RAID
}

// Disks are the disks of a host, by name. What is made of other devices or of
// files is left out: loop devices, RAM disks, device mapper and md.
func Disks() Fact[[]Disk] {
	return Fact[[]Disk]{Name: "disks", Parse: parseDisks, Probe: `for disk in /sys/block/*; do
  [ -e "$disk"/device ] || continue
  read -r size <"$disk"/size && read -r turns <"$disk"/queue/rotational || exit 1
  echo "disk ${disk##*/} $size $turns"
  for part in "$disk/${disk##*/}"*; do
    if [ -e "$part"/partition ]; then echo "part ${part##*/}"; fi
  done
done
` + mounts}
}

// sector is the unit of /sys/block/*/size, whatever the disk's own.
const sector = 512

func parseDisks(printed string) ([]Disk, error) {
	disks := []Disk{}
	of := map[string]int{} // disks by device
	rest := strings.Builder{}
	for line := range strings.Lines(printed) {
		f := strings.Fields(line)
		switch {
		case len(f) == 4 && f[0] == "disk":
			sectors, err := strconv.ParseInt(f[2], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("the probe printed %q", line)
			}
			of["/dev/"+f[1]] = len(disks)
			disks = append(disks, Disk{Name: f[1], Bytes: sectors * sector, Rotational: f[3] == "1"})
		case len(f) == 2 && f[0] == "part" && len(disks) > 0:
			of["/dev/"+f[1]] = len(disks) - 1
		default:
			rest.WriteString(line)
		}
	}
	mounted, err := parseFilesystems(rest.String())
	if err != nil {
		return nil, err
	}
	for _, m := range mounted {
		if i, ok := of[m.Device]; ok {
			disks[i].Mounted = append(disks[i].Mounted, m)
		}
	}
	slices.SortFunc(disks, func(a, b Disk) int { return strings.Compare(a.Name, b.Name) })
	return disks, nil
}
