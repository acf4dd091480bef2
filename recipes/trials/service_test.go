//go:build lab

package trials_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
	"github.com/hrun-dev/hrun/tasks/user"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// service is the recipe of two services, worker and gateway, which write to a
// log what they have read whenever they start. Another version has another
// content in everything that they read.
type service struct {
	Version int
	Data    string // path of a file that is larger than what is sent as text
}

// reader is what both services run before they are ready.
const reader = `#!/bin/sh
# Writes to a log what a service finds in its configuration.
set -e
cd /etc/"$1"
{ find . -type f | LC_ALL=C sort | xargs sha256sum; echo "$VERSION"; } | sha256sum | cut -d ' ' -f 1 >>/var/lib/"$1".starts
`

func (s service) Build(p *recipes.Play) error {
	if s.Version < 1 {
		return errors.New("there is no such version")
	}
	hosts, err := p.Inventory.Group("nodes")
	if err != nil {
		return err
	}
	p.Stage("services", hosts, recipes.RoleFunc(s.common), recipes.RoleFunc(s.worker), recipes.RoleFunc(s.gateway))
	return nil
}

func (s service) common(h *recipes.Host) error {
	h.Do(
		user.Group{Name: "workers"},
		user.User{Name: "worker", Group: "workers", Comment: fmt.Sprintf("Worker %d", s.Version), System: true},
		file.Content{Path: "/usr/local/bin/reader", Body: reader, Mode: 0o755},
	)
	tree := packages.Set{Names: []string{"tree"}}
	if s.Version/20%2 == 1 {
		tree = packages.Set{Absent: []string{"tree"}, Purge: true}
	}
	h.Do(tree)
	return nil
}

func (s service) worker(h *recipes.Host) error {
	data, err := file.Local(s.Data)
	if err != nil {
		return err
	}
	restart := h.Handler("restart worker", systemd.Restart("worker"))
	h.Do(file.Directory{Path: "/etc/worker", Owner: "worker:workers"})
	h.DoThen(file.Content{Path: "/etc/worker/main.conf", Body: s.main(), Owner: "worker:workers", Mode: 0o640}, restart)
	var entries []file.Entry
	for name, body := range s.tree() {
		entries = append(entries, file.Entry{Name: name, Body: body})
	}
	h.DoThen(file.Tree{Path: "/etc/worker/conf.d", Entries: entries, Purge: true}, restart)
	h.DoThen(file.Settings{Path: "/etc/worker/settings.ini", Create: true, Settings: []file.Setting{{Section: "worker", Key: "version", Value: s.version()}}}, restart)
	h.DoThen(file.Upload{Path: "/etc/worker/data", Source: data}, restart)
	h.DoThen(systemd.UnitFile{Name: "worker.service", Body: unit("worker", s.version())}, restart)
	h.Do(systemd.Running("worker"))
	return nil
}

func (s service) gateway(h *recipes.Host) error {
	drained := "/run/gateway.drained"
	restart := h.Handler("restart gateway", systemd.Restart("gateway"))
	restart.Rolling = &recipes.Rolling{
		Name:   "gateway",
		Before: []tasks.Task{file.Content{Path: drained}},
		After:  []tasks.Task{file.Absent{Path: drained}},
		Gate:   []tasks.Task{wait.Until{Name: "the gateway serves", Holds: "systemctl is-active -q gateway", Every: 100 * time.Millisecond}},
	}
	h.Do(file.Directory{Path: "/etc/gateway"})
	h.DoThen(file.Content{Path: "/etc/gateway/main.conf", Body: s.main()}, restart)
	h.Do(systemd.UnitFile{Name: "gateway.service", Body: unit("gateway", "")}, systemd.Running("gateway"))
	return nil
}

func (s service) version() string { return fmt.Sprint(s.Version) }

func (s service) main() string { return "version " + s.version() + "\n" }

// tree is a directory in which every version has a file of its own.
func (s service) tree() map[string]string {
	return map[string]string{"common.conf": s.main(), s.version() + "/own.conf": "own\n", "deep/er/same.conf": "same\n"}
}

func unit(name, version string) string {
	return fmt.Sprintf("[Unit]\nDescription=%s\n\n[Service]\nEnvironment=VERSION=%s\nExecStartPre=/usr/local/bin/reader %s\nExecStart=/bin/sleep infinity\n\n[Install]\nWantedBy=multi-user.target\n", name, version, name)
}

// listings returns what sha256sum says about all files of each service.
func (s service) listings() (map[string]string, error) {
	data, err := os.ReadFile(s.Data)
	if err != nil {
		return nil, err
	}
	worker := map[string]string{
		"./main.conf":    s.main(),
		"./settings.ini": "[worker]\nversion=" + s.version() + "\n",
		"./data":         string(data),
	}
	for name, body := range s.tree() {
		worker["./conf.d/"+name] = body
	}
	return map[string]string{"worker": listing(worker), "gateway": listing(map[string]string{"./main.conf": s.main()})}, nil
}

func listing(files map[string]string) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&out, "%s  %s\n", digest(files[name]), name)
	}
	return out.String()
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
