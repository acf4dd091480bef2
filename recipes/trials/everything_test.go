//go:build lab

package trials_test

import (
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/apt"
	"github.com/hrun-dev/hrun/tasks/archive"
	"github.com/hrun-dev/hrun/tasks/command"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/cron"
	"github.com/hrun-dev/hrun/tasks/debconf"
	"github.com/hrun-dev/hrun/tasks/expect"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/hostname"
	"github.com/hrun-dev/hrun/tasks/hosts"
	"github.com/hrun-dev/hrun/tasks/kernel"
	"github.com/hrun-dev/hrun/tasks/locale"
	"github.com/hrun-dev/hrun/tasks/mount"
	"github.com/hrun-dev/hrun/tasks/network"
	"github.com/hrun-dev/hrun/tasks/nftables"
	"github.com/hrun-dev/hrun/tasks/openssh"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/sudo"
	"github.com/hrun-dev/hrun/tasks/sysctl"
	"github.com/hrun-dev/hrun/tasks/systemd"
	"github.com/hrun-dev/hrun/tasks/timezone"
	"github.com/hrun-dev/hrun/tasks/user"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// everything is a recipe with a task of nearly every kind. Gone has all of it
// taken away again, as far as there is a task for that.
type everything struct {
	Gone    bool
	Data    string // path of a file that is larger than what is sent as text
	Archive string // path of a tar archive with the file hello
}

// key is a public key that nobody has the private half of.
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHRoZSBrZXkgb2YgYSB0cmlhbCwgbm9ib2R5IGhhcyBp"

const proxy = `global
  log /dev/log local0
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend hello
  bind 127.0.0.1:8180
  http-request return status 200 content-type text/plain string "hello"
`

func (e everything) Build(p *recipes.Play) error {
	hosts, err := p.Inventory.Group("nodes")
	if err != nil {
		return err
	}
	role := e.there
	if e.Gone {
		role = gone
	}
	p.Stage("everything", hosts[1:], recipes.RoleFunc(role))
	return nil
}

func (e everything) there(h *recipes.Host) error {
	data, err := file.Local(e.Data)
	if err != nil {
		return err
	}
	tarball, err := file.Local(e.Archive)
	if err != nil {
		return err
	}
	backup := systemd.Timer{Name: "trial", Command: "/bin/true", OnCalendar: []string{"daily"}}
	timer, err := backup.Tasks()
	if err != nil {
		return err
	}
	reload := h.Handler("reload haproxy", systemd.Reload("haproxy"))
	h.Do(
		hostname.Name{Name: "trial"},
		hosts.Entry{Address: netip.MustParseAddr("192.0.2.7"), Names: []string{"seven.example", "seven"}},
		timezone.Zone{Name: "Europe/Berlin"},
		locale.Generated{Names: []string{"de_DE.UTF-8"}},
		locale.System{Lang: "de_DE.UTF-8"},
		apt.Source{Name: "trial", URIs: []string{"file:/srv/repo"}, Suites: []string{"./"}, Disabled: true},
		apt.Pin{Name: "trial", Packages: []string{"tree"}, Pin: "origin *", Priority: 500},
		debconf.Answers{Package: "tzdata", Answers: []debconf.Answer{{Question: "tzdata/Zones/Arctic", Type: "select", Value: "Longyearbyen"}}},
	)
	h.DoThen(file.Directory{Path: "/etc/haproxy"}, reload)
	h.DoThen(file.Content{Path: "/etc/haproxy/haproxy.cfg", Body: proxy, Verify: verify.HAProxy()}, reload)
	h.Do(
		packages.Set{Names: []string{"cron", "haproxy", "kmod", "nftables", "tree"}, Held: []string{"tree"}},
		packages.Upgraded{CacheAge: 24 * time.Hour, Autoremove: true},
		user.Group{Name: "trial", GID: 4711},
		user.User{Name: "trial", UID: 4711, Group: "trial", Groups: user.In("users"), Home: "/home/trial", CreateHome: true, Shell: "/bin/sh", Comment: "It's a trial",
			Password: sh.NewSecret("$6$saltsalt$fofcVQmbATH5nOhHK5xSNgfC3TJvTK5AUvVPHUqswLu.VfoEVwKPV25F9zoDEJbGy5ZD6VT2mm0e5PVau9GNd1"), Lock: user.Unlocked},
		openssh.AuthorizedKeys{User: "trial", Keys: []string{key + " trial"}, Options: []string{"no-port-forwarding"}},
		openssh.KnownHost{Names: []string{"seven.example"}, Keys: []string{key}},
		sudo.Rules{Name: "trial", Rules: []sudo.Rule{{Who: "trial", Commands: []string{"/usr/bin/true"}, NoPassword: true}}},
		cron.Job{Name: "trial", Schedule: "17 3 * * *", User: "trial", Command: "date +%s >/dev/null"},
		file.Content{Path: "/etc/ssh/sshd_config.d/trial.conf", Body: "MaxAuthTries 5\n", Verify: verify.SSHD()},
		systemd.UnitFile{Name: "hello.service", Body: "[Unit]\nDescription=hello\n\n[Service]\nExecStart=/bin/sleep infinity\n\n[Install]\nWantedBy=multi-user.target\n"},
		systemd.DropIn{Unit: "hello.service", Name: "nice", Body: "[Service]\nNice=5\n"},
		systemd.Running("hello"),
		systemd.Running("haproxy"),
		systemd.Current{Unit: "hello", Files: []string{"/etc/systemd/system/hello.service", "/etc/systemd/system/hello.service.d"}},
		systemd.Current{Unit: "haproxy", Files: []string{"/etc/haproxy"}, Reload: true},
		systemd.DefaultTarget("multi-user.target"),
	)
	h.Do(timer...)
	h.Do(
		kernel.Blacklist{Module: "pcspkr"},
		kernel.Options{Module: "dummy", Values: []string{"numdummies=0"}},
		sysctl.Value{Key: "net.ipv4.ip_forward", Value: "0"}, // as it is: a container cannot set it
		network.Address{Device: "lo", Prefix: netip.MustParsePrefix("192.0.2.1/24")},
		network.Route{To: netip.MustParsePrefix("198.51.100.0/24"), Via: netip.MustParseAddr("192.0.2.9")},
		nftables.Table{Name: "trial", Rules: "chain input {\n type filter hook input priority 0; policy accept;\n tcp dport 9 drop\n}"},
		mount.Mount{Source: "tmpfs", Path: "/srv/trial-mount", Type: "tmpfs", Options: []string{"size=1m", "nodev"}},
	)
	h.Do(paths(data, tarball)...)
	h.Do(
		wait.For(condition.HTTP{URL: "http://127.0.0.1:8180/", Contains: "hello"}, 20*time.Second),
		file.Download{Path: "/srv/trial/download", URL: "http://127.0.0.1:8180/", SHA256: digest("hello")},
		expect.That{Condition: condition.Unit{Name: "hello"}},
		expect.That{Condition: condition.Listening{Port: 8180}},
		expect.That{Condition: condition.Path{Path: "/srv/trial/link", Contains: "spaces"}},
		command.Command{Name: "index of the trial", Script: "tree /srv/trial >/srv/trial.index", Creates: "/srv/trial.index"},
	)
	return nil
}

// paths is what there is of the package file, and of archives.
func paths(data, tarball file.Source) []tasks.Task {
	return []tasks.Task{
		file.Directory{Path: "/srv/trial", Mode: 0o750, Owner: "trial:trial"},
		file.Content{Path: "/srv/trial/it's a name", Body: "with spaces\n$(and) `quotes` '\"\n", Owner: "trial:trial", Backup: true},
		file.Secret{Path: "/srv/trial/secret", Body: sh.NewSecret("nobody must see: a3f9c1e7b2d4")},
		file.Link{Path: "/srv/trial/link", Target: "it's a name"},
		file.Line{Path: "/srv/trial/lines", Line: "second", Create: true},
		file.Block{Path: "/srv/trial/lines", Name: "trial", Body: "third\nfourth"},
		file.Settings{Path: "/srv/trial/settings.ini", Create: true, Settings: []file.Setting{{Section: "a", Key: "b", Value: "c"}}},
		file.Tree{Path: "/srv/trial/tree", Purge: true, Entries: []file.Entry{{Name: "a/b/c", Body: "c\n"}, {Name: "d", Mode: 0o755, Body: "#!/bin/sh\n"}}},
		file.Upload{Path: "/srv/trial/upload", Source: data},
		file.Upload{Path: "/srv/trial/hello.tar", Source: tarball},
		archive.Extracted{Source: "/srv/trial/hello.tar", Into: "/srv/trial/hello"},
		file.Attributes{Path: "/srv/trial/lines", Mode: 0o600, Owner: "trial:trial"},
	}
}

// gone takes away what there describes.
func gone(h *recipes.Host) error {
	h.Do(
		file.Absent{Path: "/srv/trial.index"},
		file.Absent{Path: "/srv/trial", Recursive: true},
		mount.Mount{Path: "/srv/trial-mount", State: mount.Absent},
		file.Absent{Path: "/srv/trial-mount"},
		nftables.Table{Name: "trial", Absent: true},
		network.Route{To: netip.MustParsePrefix("198.51.100.0/24"), Absent: true},
		network.Address{Device: "lo", Prefix: netip.MustParsePrefix("192.0.2.1/24"), Absent: true},
		file.Absent{Path: "/etc/sysctl.d/60-hrun-net.ipv4.ip_forward.conf"},
		file.Absent{Path: "/etc/modprobe.d/hrun-dummy.conf"},
		file.Absent{Path: "/etc/modprobe.d/hrun-blacklist-pcspkr.conf"},
		systemd.Off("trial.timer"),
		systemd.UnitFile{Name: "trial.timer", Absent: true},
		systemd.UnitFile{Name: "trial.service", Absent: true},
		systemd.DefaultTarget("graphical.target"),
		systemd.Off("hello"),
		systemd.DropIn{Unit: "hello.service", Name: "nice", Absent: true},
		systemd.UnitFile{Name: "hello.service", Absent: true},
		file.Absent{Path: "/etc/ssh/sshd_config.d/trial.conf"},
		cron.Job{Name: "trial", Absent: true},
		sudo.Rules{Name: "trial", Absent: true},
		openssh.KnownHost{Names: []string{"seven.example"}, Absent: true},
		openssh.AuthorizedKeys{User: "debian", Absent: []string{key}},
		user.User{Name: "trial", Absent: true, RemoveHome: true},
		user.Group{Name: "trial", Absent: true},
		packages.Set{Absent: []string{"cron", "haproxy", "kmod", "nftables", "tree"}, Released: []string{"tree"}, Purge: true},
		file.Absent{Path: "/etc/haproxy", Recursive: true},
		file.Absent{Path: apt.Pin{Name: "trial"}.Path()},
		file.Absent{Path: apt.Source{Name: "trial"}.Path()},
		locale.System{Lang: "C.UTF-8"},
		timezone.Zone{Name: "UTC"},
		hosts.Entry{Address: netip.MustParseAddr("192.0.2.7"), Absent: true},
		hostname.Name{Name: "node02"},
	)
	return nil
}
