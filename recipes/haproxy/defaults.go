package haproxy

import (
	"cmp"
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// ciphers are the reference's; what they allow beyond TLS 1.2 with AES-GCM is
// for old clients.
const ciphers = "ECDH+AESGCM:DH+AESGCM:ECDH+AES256:DH+AES256:ECDH+AES128:DH+AES:RSA+AESGCM:RSA+AES:!aNULL:!MD5:!DSS"

// WithDefaults returns the proxy with every field that is zero at its default.
func (p Proxy) WithDefaults() Proxy {
	if p.ManagedBy == "systemd" {
		p.ManagedBy = Systemd
	}
	p.Bind = cmp.Or(p.Bind, "*:6443")
	p.Balance = cmp.Or(p.Balance, "roundrobin")
	p.Frontend = cmp.Or(p.Frontend, "kubernetes-apiserver-https")
	p.Backend = cmp.Or(p.Backend, "kubernetes-master-nodes")
	p.ClientTimeout = cmp.Or(p.ClientTimeout, 20*time.Second)
	p.ServerTimeout = cmp.Or(p.ServerTimeout, 20*time.Second)
	p.ConnectTimeout = cmp.Or(p.ConnectTimeout, 4*time.Second)
	p.Mode = cmp.Or(p.Mode, "http")
	p.Ciphers = cmp.Or(p.Ciphers, ciphers)
	p.TLSOptions = cmp.Or(p.TLSOptions, "no-sslv3")
	p.CABase = cmp.Or(p.CABase, "/etc/ssl/certs")
	p.CertificateBase = cmp.Or(p.CertificateBase, "/etc/ssl/private")
	p.Fall = cmp.Or(p.Fall, 3)
	p.Rise = cmp.Or(p.Rise, 2)
	p.Resolver.Retries = cmp.Or(p.Resolver.Retries, 3)
	p.Resolver.Retry = cmp.Or(p.Resolver.Retry, time.Second)
	p.Resolver.HoldValid = cmp.Or(p.Resolver.HoldValid, 10*time.Second)
	p.Resolver.HoldFailed = cmp.Or(p.Resolver.HoldFailed, 30*time.Second)
	p.InitAddress = cmp.Or(p.InitAddress, "last,libc,none")
	p.SocketTimeout = cmp.Or(p.SocketTimeout, 30*time.Second)
	if p.Logs == nil {
		p.Logs = []string{"/dev/log local0", "/dev/log local1 notice"}
	}
	p.Socket = cmp.Or(p.Socket, "/run/haproxy/admin.sock")
	p.Stats.Bind = cmp.Or(p.Stats.Bind, "*:32700")
	p.Stats.Path = cmp.Or(p.Stats.Path, "/")
	p.Stats.User = cmp.Or(p.Stats.User, "admin")
	if p.Stats.Password.IsZero() {
		p.Stats.Password = sh.NewSecret(DefaultPassword)
	}
	if p.Servers == nil {
		p.Servers = []Server{
			{"kube-mast01", "kube-mast01:6443"},
			{"kube-mast02", "kube-mast02:6443"},
			{"kube-mast03", "kube-mast03:6443"},
		}
	}
	if p.Nameservers == nil {
		p.Nameservers = []Nameserver{{"dns-01", netip.MustParseAddrPort("192.168.4.1:53")}}
	}
	if p.NoResolvers {
		p.Nameservers = nil
	}
	return p
}
