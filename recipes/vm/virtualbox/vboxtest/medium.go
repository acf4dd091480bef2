package vboxtest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A disk is a file that says how large it is, in MiB.
const header = "<<< a disk of so many MiB: "

// newUUID returns a random UUID, as far as tests can tell.
func newUUID(of string) string {
	sum := sha256.Sum256([]byte(of))
	return fmt.Sprintf("%x-%x-4%x-8%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])[:36]
}

func mediumUUID(path string) string {
	sum := sha256.Sum256([]byte(path))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// openDisk returns the size of a disk.
func openDisk(path string) (int, *refusal) {
	if !filepath.IsAbs(path) {
		path, _ = filepath.Abs(path)
	}
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, refuse("MediumWrap", "VBOX_E_FILE_ERROR", "Could not find file for the medium '%s' (VERR_FILE_NOT_FOUND)", path)
	}
	size, convErr := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(string(content)), header))
	if err != nil || convErr != nil {
		return 0, refuse("MediumWrap", "VBOX_E_IPRT_ERROR", "Could not get the storage format of the medium '%s' (VERR_NOT_SUPPORTED)", path)
	}
	return size, nil
}

// makeDisk makes a disk where there is no file.
func makeDisk(path string, size int) *refusal {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return refuse("MediumWrap", "VBOX_E_FILE_ERROR", "Failed to create medium\nVBoxManage: error: Could not create the medium storage unit '%s'.\nVBoxManage: error: VDI: cannot create image '%s' (VERR_ALREADY_EXISTS)", path, path)
	case err != nil:
		return refuse("MediumWrap", "VBOX_E_FILE_ERROR", "Failed to create medium\nVBoxManage: error: Could not create the medium storage unit '%s'.\nVBoxManage: error: VDI: cannot create image '%s' (VERR_PATH_NOT_FOUND)", path, path)
	}
	_, _ = fmt.Fprintf(f, "%s%d\n", header, size)
	_ = f.Close()
	return nil
}

// MakeDisk makes a disk of so many MiB, as a test finds it on the hypervisor.
func MakeDisk(path string, size int) error {
	if r := makeDisk(path, size); r != nil {
		return errors.New(r.text)
	}
	return nil
}

func (c *call) createMedium(args []string) *refusal {
	values, rest, r := all(args, 1,
		option{name: "--filename", kind: text}, option{name: "--diffparent", kind: text}, option{name: "--size", kind: number},
		option{name: "--sizebyte", kind: number}, option{name: "--format", kind: text}, option{name: "--static"},
		option{name: "--variant", kind: text}, option{name: "--property", kind: text})
	if r != nil {
		return r
	}
	if len(rest) == 1 && rest[0] != "disk" {
		return wrong("Invalid parameter '%s'", rest[0])
	}
	file, size := values["--filename"], values["--size"]
	megabytes, _ := strconv.Atoi(size)
	if file == "" || megabytes == 0 {
		return wrong("Parameters --filename and --size are required")
	}
	if format := values["--format"]; format != "" && !strings.EqualFold(format, "VDI") {
		return refuse("VirtualBoxWrap", "E_INVALIDARG", "The medium storage format '%s' is not known here", format)
	}
	if variant := values["--variant"]; variant != "" && !strings.EqualFold(variant, "Standard") && !strings.EqualFold(variant, "Fixed") {
		return wrong("Invalid medium variant '%s'", variant)
	}
	if r := makeDisk(file, megabytes); r != nil {
		return r
	}
	c.print("Medium created. UUID: %s\n", mediumUUID(file))
	return nil
}
