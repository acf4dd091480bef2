package facts

import (
	"reflect"
	"strings"
	"testing"
)

func TestMemory(t *testing.T) {
	printed := "MemTotal:       24684096 kB\nMemFree:        21882316 kB\nMemAvailable:   23947476 kB\nBuffers:           67308 kB\nSwapTotal:       1048572 kB\nSwapFree:              0 kB\nHugePages_Total:       0\n"
	want := Sizes{Memory: 24684096 << 10, Available: 23947476 << 10, Swap: 1048572 << 10}
	if got, err := Memory().Parse(printed); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	for _, printed := range []string{"", "MemTotal: many kB\n", "MemTotal: 5\n"} {
		if got, err := Memory().Parse(printed); err == nil {
			t.Errorf("%q: %+v", printed, got)
		}
	}
}

func TestCPUs(t *testing.T) {
	for printed, want := range map[string]int{"0\n": 1, "0-1\n": 2, "0-3,6,8-9\n": 7} {
		if got, err := CPUs().Parse(printed); err != nil || got != want {
			t.Errorf("%q: %d, %v", printed, got, err)
		}
	}
	for _, printed := range []string{"", "\n", "a\n", "3-1\n", "1-\n"} {
		if got, err := CPUs().Parse(printed); err == nil {
			t.Errorf("%q: %d", printed, got)
		}
	}
}

const debianMounts = `mount /dev/sda1 / ext4
Filesystem     1024-blocks     Used Available Capacity Mounted on
/dev/sda1        264212084 17482296  78018968      19% /
mount /dev/mapper/data-old /srv/old\040files xfs
Filesystem           1024-blocks Used Available Capacity Mounted on
/dev/mapper/data-old       10240 1024      9216      10% /srv/old files
`

// df of busybox breaks no line either with -P.
const busyboxMounts = `mount /dev/vda3 / ext4
Filesystem           1024-blocks    Used Available Capacity Mounted on
/dev/vda3              3024752    118344   2733040   4% /
mount /dev/vda1 /boot ext4
Filesystem           1024-blocks    Used Available Capacity Mounted on
/dev/vda1               285628     32092    234040  12% /boot
`

func TestFilesystems(t *testing.T) {
	for _, c := range []struct {
		name, printed string
		want          []Filesystem
	}{
		{"debian", debianMounts, []Filesystem{
			{Device: "/dev/sda1", Path: "/", Type: "ext4", Bytes: 264212084 << 10, Free: 78018968 << 10},
			{Device: "/dev/mapper/data-old", Path: "/srv/old files", Type: "xfs", Bytes: 10240 << 10, Free: 9216 << 10},
		}},
		{"busybox", busyboxMounts, []Filesystem{
			{Device: "/dev/vda3", Path: "/", Type: "ext4", Bytes: 3024752 << 10, Free: 2733040 << 10},
			{Device: "/dev/vda1", Path: "/boot", Type: "ext4", Bytes: 285628 << 10, Free: 234040 << 10},
		}},
		{"one over the other", strings.ReplaceAll(busyboxMounts, "/boot", "/"), []Filesystem{
			{Device: "/dev/vda1", Path: "/", Type: "ext4", Bytes: 285628 << 10, Free: 234040 << 10},
		}},
		{"none", "", []Filesystem{}},
	} {
		got, err := Filesystems().Parse(c.printed)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	if got, err := Filesystems().Parse("/dev/sda1 1 2 3 4% /\n"); err == nil {
		t.Errorf("%+v", got)
	}
}

func TestDisks(t *testing.T) {
	printed := "disk vda 25165824 0\npart vda1\npart vda3\ndisk sdb 2048 1\n" + busyboxMounts
	mounted, err := Filesystems().Parse(busyboxMounts)
	if err != nil {
		t.Fatal(err)
	}
	want := []Disk{{Name: "sdb", Bytes: 1 << 20, Rotational: true}, {Name: "vda", Bytes: 12 << 30, Mounted: mounted}}
	if got, err := Disks().Parse(printed); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := Disks().Parse("disk vda many 0\n"); err == nil {
		t.Errorf("%+v", got)
	}
}

func TestVirtualization(t *testing.T) {
	for printed, want := range map[string]string{
		"is none\n":   "none",
		"is docker\n": "docker",
		"firmware QEMU\nfirmware Standard PC (Q35 + ICH9, 2009)\nis vm\n":    "kvm",
		"firmware innotek GmbH\nfirmware VirtualBox\nis vm\n":                "oracle",
		"firmware Microsoft Corporation\nfirmware Virtual Machine\nis vm\n":  "microsoft",
		"firmware Nobody\nis vm\n":                                           "vm",
		"firmware Microsoft Corporation\nfirmware Surface Laptop\nis none\n": "none",
	} {
		if got, err := Virtualization().Parse(printed); err != nil || got != want {
			t.Errorf("%q: %s, %v", printed, got, err)
		}
	}
	for _, printed := range []string{"", "is \n", "firmware QEMU\n"} {
		if got, err := Virtualization().Parse(printed); err == nil {
			t.Errorf("%q: %s", printed, got)
		}
	}
}
