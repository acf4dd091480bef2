package haproxy

import (
	"net/netip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// build returns the work of one host.
func build(p Proxy) (*recipes.Host, error) { return recipestest.Host("hapx-node01", p) }

func TestTasks(t *testing.T) {
	const head = `directory /etc/haproxy
file /etc/haproxy/haproxy.cfg -> reload haproxy
packages haproxy
`
	for manager, tail := range map[Manager]string{
		Systemd:       "unit haproxy\n",
		PacemakerUnit: "unit haproxy\n",
		Pacemaker: `directory /usr/lib/ocf
directory /usr/lib/ocf/resource.d
directory /usr/lib/ocf/resource.d/heartbeat
file /usr/lib/ocf/resource.d/heartbeat/haproxy
unit haproxy
`,
	} {
		h, err := build(Proxy{ManagedBy: manager})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(head+tail, recipestest.Outline(h)); diff != "" {
			t.Errorf("managed by %q (-want +got):\n%s", manager, diff)
		}
	}
}

// configurations are the golden files.
func configurations() map[string]Proxy {
	return map[string]Proxy{
		"reference": {},
		"other": {
			Bind: "192.168.4.20:443", Balance: "leastconn", Frontend: "in", Backend: "out",
			Servers:     []Server{{"a", "10.0.0.1:80"}, {"b", "[2001:db8::1]:80"}},
			NoResolvers: true, ClientTimeout: 1500 * time.Millisecond,
			Fall: 5, Rise: 1, InitAddress: "libc,none", CABase: "/etc/ssl", CertificateBase: "/etc/haproxy",
			SocketTimeout: time.Minute, Logs: []string{"127.0.0.1:514 local3"},
			Stats: Stats{Path: "/stats", User: "me", Password: sh.NewSecret("pa$$#word")},
		},
		"tcp":           {Mode: "tcp", MaxConnections: 2000, CheckTimeout: 5 * time.Second, NoResolvers: true},
		"no-statistics": {NoStats: true, Logs: []string{}, Resolver: Resolver{5, 2 * time.Second, time.Minute, 500 * time.Millisecond}, Nameservers: []Nameserver{{"one", netip.MustParseAddrPort("[2001:db8::53]:53")}}},
	}
}

func TestConfigurationGolden(t *testing.T) {
	for name, p := range configurations() {
		got, err := p.WithDefaults().render()
		if err != nil {
			t.Fatal(err)
		}
		taskstest.Text(t, name+".cfg", got)
	}
}

// The real haproxy accepts each of them, without a warning.
func TestHaproxyAcceptsConfigurations(t *testing.T) {
	for name := range configurations() {
		out, err := exec.Command("haproxy", "-c", "-q", "-f", filepath.Join("testdata", name+".cfg")).CombinedOutput()
		if err != nil || strings.Contains(string(out), "WARNING") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestFaults(t *testing.T) {
	for want, p := range map[string]Proxy{
		`managed by "runit"`:                   {ManagedBy: "runit"},
		`frontend "a b"`:                       {Frontend: "a b"},
		`"*" is not ADDRESS:PORT`:              {Bind: "*"},
		`"*:70000" has no port`:                {Bind: "*:70000"},
		`mode "udp", want http or tcp`:         {Mode: "udp"},
		"-1 connections at once":               {MaxConnections: -1},
		"timeout of checks of 1ns":             {CheckTimeout: 1},
		"there are no servers":                 {Servers: []Server{}},
		`server "a b"`:                         {Servers: []Server{{"a b", "x:1"}}},
		`server "a": a name must be`:           {Servers: []Server{{"a", "x:1"}, {"a", "y:1"}}},
		`":6443" is not HOST:PORT`:             {Servers: []Server{{"a", ":6443"}}},
		"nameserver dns has no address":        {Nameservers: []Nameserver{{Name: "dns"}}},
		"client timeout of 1ns":                {ClientTimeout: 1},
		"time that a bad answer holds of 1ns":  {Resolver: Resolver{HoldFailed: 1}},
		"fall of -1, want at least 1":          {Fall: -1},
		`log target "/dev/log\nchroot /"`:      {Logs: []string{"/dev/log\nchroot /"}},
		"holds a quote or a space":             {Stats: Stats{Password: sh.NewSecret("it's")}},
		"only /run/haproxy is made at each":    {Socket: "/run/elsewhere/admin.sock"},
		`socket "/run/a\nb"`:                   {Socket: "/run/a\nb"},
		`name of the user of the statistics "`: {Stats: Stats{User: "a:b"}},
	} {
		if _, err := build(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", p, err, want)
		}
	}
}
