package image_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/image"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// examples has a task of every type, for the plans and the golden scripts.
func examples() map[string]tasks.Task {
	const dir = "/cache/images/bookworm-0dfdbeee1654"
	return map[string]tasks.Task{
		"repository": image.Repository{Name: "bookworm", Image: dir, Status: dir + "/root/var/lib/dpkg/status", Packages: []string{"haproxy", "corosync"}},
		"purged":     image.Purged{Lab: "demo", State: "/labs", Name: "bookworm", Image: dir},
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, examples()) }

func TestProbes(t *testing.T) {
	for name, task := range examples() {
		taskstest.Golden(t, name+"-probe", task.Probe())
	}
}

// Each distribution is built from its own archive, signed by its own keys.
func TestBootstrap(t *testing.T) {
	for _, r := range []image.Release{{Distribution: "debian", Suite: "bookworm"}, {Distribution: "ubuntu", Suite: "noble"}} {
		taskstest.Golden(t, "bootstrap-"+r.Distribution, hypervisor.With(r.Bootstrap("systemd,it's", "--dpkgopt=force-unsafe-io"), "image", "/cache/one"))
	}
}

func ExampleRelease_Check() {
	fmt.Println(image.Release{Distribution: "arch", Suite: "rolling"}.Check())
	// Output: images of arch cannot be built here, only of debian and ubuntu
}

// Of the sources that apt has, an image takes those of its own suite.
func TestBootstrapWithoutSource(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"apt-get": `echo "deb http://mirror.invalid/debian trixie main"`})
	r := h.Run(hypervisor.With(image.Release{Distribution: "ubuntu", Suite: "noble"}.Bootstrap("systemd"), "image", h.Root))
	if r.Status == 0 || !strings.Contains(r.Stderr, "apt knows no source for noble") {
		t.Errorf("exit %d: %s", r.Status, r.Stderr)
	}
}
