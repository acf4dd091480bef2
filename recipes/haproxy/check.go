package haproxy

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-multierror"
)

// word is what haproxy takes as a name, and as an argument without quotes.
var (
	word     = regexp.MustCompile(`^[A-Za-z0-9_.:-]+$`)
	argument = regexp.MustCompile(`^[A-Za-z0-9_.:+!/=,@*\[\]()-]+$`)
)

// check reports every parameter that does not belong into a configuration. It
// is there for what would otherwise change the meaning of the file, such as a
// space in a name; haproxy itself checks the rest on the host.
func (p Proxy) check() error {
	var faults *multierror.Error
	fault := func(format string, args ...any) {
		faults = multierror.Append(faults, fmt.Errorf("haproxy: "+format, args...))
	}
	switch p.ManagedBy {
	case Systemd, Pacemaker, PacemakerUnit:
	default:
		fault("managed by %q, want systemd, %s or %s", p.ManagedBy, Pacemaker, PacemakerUnit)
	}
	for _, f := range []struct{ what, value string }{
		{"frontend", p.Frontend}, {"backend", p.Backend},
		{"name of the user of the statistics", strings.ReplaceAll(p.Stats.User, ":", " ")},
	} {
		if !word.MatchString(f.value) {
			fault("%s %q: only letters, digits, '_', '-' and '.' can be in it", f.what, f.value)
		}
	}
	for _, f := range []struct{ what, value string }{
		{"ciphers", p.Ciphers}, {"socket", p.Socket}, {"path of the statistics", p.Stats.Path},
		{"balance", strings.ReplaceAll(p.Balance, " ", "_")}, {"TLS options", strings.ReplaceAll(p.TLSOptions, " ", "_")},
		{"directory of certificates", p.CABase}, {"directory of keys", p.CertificateBase},
		{"ways to a server's first address", p.InitAddress},
	} {
		if !argument.MatchString(f.value) {
			fault("%s %q holds what is special to haproxy", f.what, f.value)
		}
	}
	for _, log := range p.Logs {
		if !argument.MatchString(strings.ReplaceAll(log, " ", "_")) {
			fault("log target %q holds what is special to haproxy", log)
		}
	}
	for _, f := range []struct {
		what  string
		value time.Duration
	}{
		{"client timeout", p.ClientTimeout}, {"server timeout", p.ServerTimeout}, {"connect timeout", p.ConnectTimeout},
		{"socket timeout", p.SocketTimeout}, {"pause between two questions to a nameserver", p.Resolver.Retry},
		{"time that a good answer holds", p.Resolver.HoldValid}, {"time that a bad answer holds", p.Resolver.HoldFailed},
	} {
		if f.value < time.Millisecond {
			fault("%s of %v is less than 1 ms", f.what, f.value)
		}
	}
	for _, f := range []struct {
		what  string
		value int
	}{{"fall", p.Fall}, {"rise", p.Rise}, {"retries of a nameserver", p.Resolver.Retries}} {
		if f.value < 1 {
			fault("%s of %d, want at least 1", f.what, f.value)
		}
	}
	if p.Mode != "http" && p.Mode != "tcp" {
		fault("mode %q, want http or tcp", p.Mode)
	}
	if p.MaxConnections < 0 {
		fault("%d connections at once", p.MaxConnections)
	}
	if p.CheckTimeout != 0 && p.CheckTimeout < time.Millisecond {
		fault("timeout of checks of %v is less than 1 ms", p.CheckTimeout)
	}
	if path.Dir(p.Socket) != "/run/haproxy" {
		fault("socket %q: only /run/haproxy is made at each start", p.Socket)
	}
	if err := listens(p.Bind); err != nil {
		fault("bind: %w", err)
	}
	if err := listens(p.Stats.Bind); err != nil {
		fault("bind of the statistics: %w", err)
	}
	if strings.ContainsAny(p.Stats.Password.Reveal(), "'\n\r\t \x00") {
		fault("the password of the statistics holds a quote or a space")
	}
	p.checkServers(fault)
	return faults.ErrorOrNil()
}

func (p Proxy) checkServers(fault func(string, ...any)) {
	if len(p.Servers) == 0 {
		fault("there are no servers")
	}
	seen := make(map[string]bool)
	for _, s := range p.Servers {
		if !word.MatchString(s.Name) || seen[s.Name] {
			fault("server %q: a name must be a single word, and unique", s.Name)
		}
		seen[s.Name] = true
		if err := listens(s.Address); err != nil || s.Address[0] == '*' || s.Address[0] == ':' {
			fault("server %s: %q is not HOST:PORT", s.Name, s.Address)
		}
	}
	clear(seen)
	for _, n := range p.Nameservers {
		if !word.MatchString(n.Name) || seen[n.Name] {
			fault("nameserver %q: a name must be a single word, and unique", n.Name)
		}
		seen[n.Name] = true
		if !n.Address.IsValid() || n.Address.Port() == 0 {
			fault("nameserver %s has no address with a port", n.Name)
		}
	}
}

func listens(address string) error {
	i := strings.LastIndexByte(address, ':')
	if i < 0 || !argument.MatchString(address) || strings.ContainsAny(address, "/,@") {
		return fmt.Errorf("%q is not ADDRESS:PORT", address)
	}
	if port, err := strconv.Atoi(address[i+1:]); err != nil || port < 1 || port > 65535 {
		return fmt.Errorf("%q has no port from 1 to 65535", address)
	}
	return nil
}
