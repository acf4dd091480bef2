package cloudinit_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// isoinfo asks the real tool about an image.
func isoinfo(t *testing.T, image []byte, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seed.iso")
	if err := os.WriteFile(file, image, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "isoinfo", append([]string{"-i", file}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("isoinfo %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func iso(t *testing.T, s cloudinit.Seed) []byte {
	t.Helper()
	image, err := s.ISO()
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// seeds are of every size that meets the end of a sector: the library has
// trouble there.
func seeds() map[string]cloudinit.Seed {
	fill := func(n int) string { return "#cloud-config\n" + strings.Repeat("#", n-15) + "\n" }
	return map[string]cloudinit.Seed{
		"small":         {UserData: "#cloud-config\n", MetaData: "instance-id: a\n"},
		"all":           {UserData: "#cloud-config\n", MetaData: "instance-id: a\n", NetworkConfig: "version: 1\n", VendorData: "#cloud-config\n"},
		"whole sectors": {UserData: fill(4096), MetaData: fill(2048), NetworkConfig: fill(2048), VendorData: fill(6144)},
		"one less":      {UserData: fill(4095), MetaData: fill(2047), NetworkConfig: fill(2047), VendorData: fill(6143)},
		"one more":      {UserData: fill(4097), MetaData: fill(2049), NetworkConfig: fill(2049), VendorData: fill(6145)},
		"nothing":       {},
		"no meta-data":  {UserData: fill(2048)},
		"large":         {UserData: fill(300000), MetaData: "instance-id: a\n"},
	}
}

func TestISOIsReadBack(t *testing.T) {
	for name, seed := range seeds() {
		t.Run(name, func(t *testing.T) {
			image := iso(t, seed)
			if about := isoinfo(t, image, "-d"); !strings.Contains(about, "Volume id: cidata\n") ||
				!strings.Contains(about, "Joliet with UCS level 3 found") || !strings.Contains(about, "Rock Ridge signatures version 1 found") {
				t.Errorf("isoinfo says:\n%s", about)
			}
			for _, names := range []string{"-R", "-J"} {
				listed := isoinfo(t, image, "-f", names)
				if n := strings.Count(listed, "\n"); n != len(seed.Files()) {
					t.Errorf("%s: %d files are listed:\n%s", names, n, listed)
				}
				for _, f := range seed.Files() {
					if got := isoinfo(t, image, names, "-x", "/"+f.Name); got != f.Content {
						t.Errorf("%s: %s is read as %.80q, want %.80q", names, f.Name, got, f.Content)
					}
				}
			}
			if len(image)%2048 != 0 {
				t.Errorf("the image has %d bytes, which are no whole sectors", len(image))
			}
		})
	}
}

// It is by blkid that cloud-init finds the volume (see ds-identify).
func TestISOIsFoundByItsLabel(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seed.iso")
	if err := os.WriteFile(file, iso(t, seeds()["all"]), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "blkid", "-p", "-o", "export", file).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "\nLABEL=cidata\n") || !strings.Contains(string(out), "\nTYPE=iso9660\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

// Whoever reads the image as another user finds nothing that is theirs.
func TestISOBelongsToRoot(t *testing.T) {
	listed := isoinfo(t, iso(t, seeds()["all"]), "-R", "-l")
	for _, name := range []string{"user-data", "meta-data", "network-config", "vendor-data"} {
		if !strings.Contains(listed, " "+name) {
			t.Errorf("%s is missing", name)
		}
	}
	for line := range strings.Lines(listed) {
		if strings.Contains(line, "-data") && !strings.HasPrefix(line, "-r--------   1    0    0 ") {
			t.Errorf("%q is open", line)
		}
		if strings.Contains(line, "[") && !strings.Contains(line, "Jan  1 2000") {
			t.Errorf("%q has another date", line)
		}
	}
}

func TestISOIsTheSameForEqualSeeds(t *testing.T) {
	seed := seeds()["all"]
	first := iso(t, seed)
	time.Sleep(1100 * time.Millisecond) // dates in the image have seconds
	t.Setenv("TMPDIR", t.TempDir())
	if second := iso(t, seed); !bytes.Equal(first, second) {
		t.Error("two images of one seed differ")
	}
	seed.UserData += "# another\n"
	if bytes.Equal(first, iso(t, seed)) {
		t.Error("the images of two seeds are equal")
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Nothing of a seed is written anywhere, not even for a moment.
func TestISOWithoutAPlaceForFiles(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	if _, err := (cloudinit.Seed{}).ISO(); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("%v", err)
	}
}

// An image that is not as the library makes it today is an error, and neither
// a seed that lacks something nor the end of the program.
func TestISOOfAnotherKind(t *testing.T) {
	whole := iso(t, seeds()["all"])
	contents := map[string]string{}
	for _, f := range seeds()["all"].Files() {
		contents[f.Name] = f.Content
	}
	if _, err := cloudinit.Settle(bytes.Clone(whole), contents); err != nil {
		t.Error(err)
	}
	for end := 0; end < len(whole); end += 1024 {
		if _, err := cloudinit.Settle(bytes.Clone(whole[:end]), contents); err == nil && end < 27*2048 {
			t.Errorf("an image of %d bytes is taken", end)
		}
	}
	for at := 16 * 2048; at < len(whole); at += 5 {
		broken := bytes.Clone(whole)
		broken[at] ^= 0xff
		_, _ = cloudinit.Settle(broken, contents) // must not panic
	}
	contents["more"] = "x"
	if _, err := cloudinit.Settle(whole, contents); err == nil || !strings.Contains(err.Error(), "4 of 5 files") {
		t.Errorf("%v", err)
	}
}
