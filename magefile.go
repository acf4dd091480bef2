//go:build mage

// The build of hrun, and the cluster of its example. "go tool mage -l" lists
// what can be done.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/magefile/mage/mg"
	"github.com/magefile/mage/sh"
)

// Build makes the static binary bin/hrun.
func Build() error {
	version := "devel"
	if v, err := sh.Output("git", "describe", "--tags", "--always", "--dirty"); err == nil {
		version = v
	}
	return sh.RunWithV(map[string]string{"CGO_ENABLED": "0"}, "go", "build", "-trimpath", "-ldflags", "-X main.version="+version, "-o", "bin/hrun", "./cmd/hrun")
}

// Lint checks format, vet and staticcheck.
func Lint() error {
	files, err := sh.Output("git", "ls-files", "*.go")
	if err != nil {
		return err
	}
	unformatted, err := sh.Output("gofmt", append([]string{"-l"}, strings.Fields(files)...)...)
	if err != nil {
		return err
	}
	if unformatted != "" {
		return fmt.Errorf("not formatted by gofmt:\n%s", unformatted)
	}
	for _, tags := range []string{"", "lab", "mage"} {
		if err := sh.RunV("go", "vet", "-tags", tags, "./..."); err != nil {
			return err
		}
	}
	return sh.RunV("go", "tool", "staticcheck", "-tags", "lab", "./...")
}
