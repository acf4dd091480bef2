// Package haproxy is the role of a load balancer for TCP.
package haproxy

import (
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Proxy is a load balancer: one address for clients, and servers behind it.
// The zero value of a field is its default, which for all fields together is
// the balancer of the Kubernetes API servers kube-mast01, 02 and 03.
//
// A configuration that haproxy refuses fails the task and leaves the old file
// and the running haproxy as they were.
type Proxy struct {
	ManagedBy Manager `yaml:"-"` // for the composing recipe to say
	Backup    bool    `yaml:"-"` // keep the configuration that is replaced, as file.Content does

	Bind    string   // where clients connect, ADDRESS:PORT; default "*:6443", and better not an address that moves
	Servers []Server // default kube-mast01, kube-mast02 and kube-mast03, port 6443
	Balance string   // algorithm, default "roundrobin"
	Fall    int      // failed checks until a server counts as down, default 3
	Rise    int      // good checks until it is up again, default 2

	Frontend string // name, default "kubernetes-apiserver-https"
	Backend  string // name, default "kubernetes-master-nodes"

	Nameservers []Nameserver // that resolve servers at run time; default dns-01, 192.168.4.1:53
	Resolver    Resolver     // how they are asked
	NoResolvers bool         // resolve names once, at the start
	InitAddress string       // how servers get their first address; default "last,libc,none"

	ClientTimeout  time.Duration // of an idle client, default 20s
	ServerTimeout  time.Duration // of an idle server, default 20s
	ConnectTimeout time.Duration // to a server, default 4s
	CheckTimeout   time.Duration // for the answer to a check, once connected; default: as long as to the next one

	Mode           string // of what does not say, "http" or "tcp"; default "http"
	MaxConnections int    // at once, in all; default: what haproxy finds the process may open

	Stats   Stats
	NoStats bool // no page with statistics

	Ciphers         string // for TLS up to 1.2, in OpenSSL's notation
	TLSOptions      string // default "no-sslv3"
	CABase          string `yaml:"ca_base"` // where certificates are looked for that are named without a directory; default "/etc/ssl/certs"
	CertificateBase string // the same for those with a key; default "/etc/ssl/private"

	Socket        string        // of the runtime API, below /run/haproxy; default "/run/haproxy/admin.sock"
	SocketTimeout time.Duration // of an idle user of it, default 30s
	Logs          []string      // where to log, each with facility and perhaps level; default "/dev/log local0" and "/dev/log local1 notice"
}

// Resolver is how the nameservers are asked.
type Resolver struct {
	Retries    int           // questions until a nameserver counts as silent, default 3
	Retry      time.Duration // between two questions, default 1s
	HoldValid  time.Duration // how long an answer with an address is used, default 10s
	HoldFailed time.Duration // how long the last address is used once there is none, default 30s
}

// Manager is who starts and stops haproxy.
type Manager string

// The managers. The zero value is Systemd.
const (
	Systemd Manager = "" // also written "systemd"

	// Pacemaker runs haproxy through the resource agent ocf:heartbeat:haproxy,
	// which the role installs. The unit is stopped and disabled: it would be a
	// second haproxy that the cluster does not know of. Stopping it does not
	// touch the one that the agent runs, which systemd does not know of.
	Pacemaker Manager = "pacemaker"

	// PacemakerUnit is Pacemaker with the resource systemd:haproxy. The unit
	// is disabled; whether it runs is up to the cluster. Debian's package
	// starts it on every node when it is installed; once there is a resource,
	// the cluster notices and stops all but one.
	PacemakerUnit Manager = "pacemaker-unit"
)

// Server is one server behind the proxy.
type Server struct {
	Name    string
	Address string // HOST:PORT; a host by name is resolved by the Nameservers
}

// Nameserver is one DNS server.
type Nameserver struct {
	Name    string
	Address netip.AddrPort
}

// Reload is the name of the handler that makes haproxy read its configuration.
const Reload = "reload haproxy"

// On writes the configuration before the package is installed, because the
// package starts what it finds.
func (p Proxy) On(h *recipes.Host) error {
	p = p.WithDefaults()
	if err := p.check(); err != nil {
		return err
	}
	body, err := p.render()
	if err != nil {
		return err
	}
	h.Do(file.Directory{Path: "/etc/haproxy", Mode: 0o755})
	h.DoThen(p.configuration(body), p.reload(h))
	h.Do(packages.Set{Names: []string{"haproxy"}})
	switch p.ManagedBy {
	case Pacemaker:
		if err := installAgent(h); err != nil {
			return err
		}
		h.Do(systemd.Off("haproxy"))
	case PacemakerUnit:
		h.Do(systemd.Unit{Name: "haproxy", Boot: systemd.Disabled})
	default:
		h.Do(systemd.Running("haproxy"))
	}
	return nil
}

func (p Proxy) reload(h *recipes.Host) *recipes.Handler {
	if p.ManagedBy == Pacemaker {
		return h.Handler(Reload, agentReload{})
	}
	return h.Handler(Reload, systemd.Reload("haproxy"))
}
