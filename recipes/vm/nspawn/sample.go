package nspawn

import (
	"github.com/hrun-dev/hrun/tasks"
)

var (
	_ tasks.Sampler = Preflight{}
	_ tasks.Sampler = Image{}
	_ tasks.Sampler = Root{}
	_ tasks.Sampler = Running{}
	_ tasks.Sampler = Ready{}
)

// Sample is a host that lacks nothing.
func (Preflight) Sample() (before, after string) { return "", "" }

// Sample is a cache without the image, and one with it.
func (Image) Sample() (before, after string) { return "absent\n", "present\n" }

// Sample is a machine that was never made, and one that has booted.
func (r Root) Sample() (before, after string) { return "new\n", "booted\n" + r.description() }

// Sample is a machine that is off, and one that is on.
func (Running) Sample() (before, after string) { return "stopped\n", "running\n" }

// Sample is a machine that boots, and one that can be logged in to.
func (Ready) Sample() (before, after string) { return "not ready\n", "ready\n" }
