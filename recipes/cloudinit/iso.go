package cloudinit

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/diskfs/go-diskfs/filesystem/iso9660"
)

// Label is the volume label by which cloud-init knows a seed.
const Label = "cidata"

// ISO returns the seed as an ISO 9660 image with the label "cidata", with Rock
// Ridge and Joliet names: a disk for virtual machines. Equal seeds give equal
// bytes. The image is made in memory and holds every secret of the seed; all
// its files belong to root, and nobody else may read them.
func (s Seed) ISO() ([]byte, error) {
	image, err := s.iso()
	if err != nil {
		return nil, fmt.Errorf("image of the seed: %w", err)
	}
	return image, nil
}

// iso has the library lay out files of the right names and sizes, and puts
// their contents into the image itself: the library takes its files from a
// directory, where nothing secret shall ever be.
func (s Seed) iso() ([]byte, error) {
	shapes, err := os.MkdirTemp("", "seed")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(shapes) }()
	contents := make(map[string]string)
	for _, f := range s.Files() {
		contents[f.Name] = f.Content
		if err := shape(filepath.Join(shapes, f.Name), len(f.Content)); err != nil {
			return nil, err
		}
	}
	storage := &memory{}
	volume, err := iso9660.Create(storage, 0, 0, sector, shapes)
	if err != nil {
		return nil, err
	}
	options := iso9660.FinalizeOptions{RockRidge: true, Joliet: true, VolumeIdentifier: Label}
	if err := volume.Finalize(options); err != nil {
		return nil, err
	}
	if err := storage.whole(); err != nil {
		return nil, err
	}
	return settle(storage.bytes, contents)
}

// shape makes a file of so many zeros.
func shape(name string, size int) error {
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		return err
	}
	return os.Truncate(name, int64(size))
}
