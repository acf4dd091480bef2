package haproxy

import (
	"fmt"
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
	for what, value := range map[string]string{
		"frontend": p.Frontend, "backend": p.Backend, "name of the user of the statistics": strings.ReplaceAll(p.Stats.User, ":", " "),
	} {
		if !word.MatchString(value) {
			fault("%s %q: only letters, digits, '_', '-' and '.' can be in it", what, value)
		}
	}
	for what, value := range map[string]string{
		"ciphers": p.Ciphers, "socket": p.Socket, "path of the statistics": p.Stats.Path,
		"balance": strings.ReplaceAll(p.Balance, " ", "_"), "TLS options": strings.ReplaceAll(p.TLSOptions, " ", "_"),
	} {
		if !argument.MatchString(value) {
			fault("%s %q holds what is special to haproxy", what, value)
		}
	}
	for what, value := range map[string]time.Duration{
		"client": p.ClientTimeout, "server": p.ServerTimeout, "connect": p.ConnectTimeout,
	} {
		if value < time.Millisecond {
			fault("%s timeout of %v is less than 1 ms", what, value)
		}
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
