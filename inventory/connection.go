package inventory

// Connection says how a host is reached. The zero value is SSH to the host's
// own name, port 22, as the current user.
type Connection struct {
	Kind       Kind
	Address    string   // name or address to dial, as seen from the last hop; empty means the host's name
	Port       int      // 0 means 22
	User       string   // login name; empty means the current user
	Password   Password // empty means keys only
	KeyFiles   []string // private keys to offer, "~" expanded; empty means the agent and the default keys, or with an Authority none
	Authority  string   // name of the secret whose key signs a certificate for each login; empty means none
	Trusted    []string // names of further authorities that the host is to trust, while one takes the place of another
	KnownHosts []string // known_hosts files; empty means ~/.ssh/known_hosts
	HostKeys   HostKeys // how the host's key is checked

	// Via is the bastions, outermost first; empty means direct. The list is
	// complete: the bastions that the first one needs itself precede it. An
	// entry is the name of a host of the inventory or, if the inventory has
	// no such host, [user@]host[:port] as ssh -J takes it.
	Via []string

	Become Become

	// State is the directory on the host for debts and the lock (variable
	// hrun_state); empty means /var/lib/hrun, or ~/.local/state/hrun where the
	// work is not done as root.
	State string
}

// Kind is the kind of a connection.
type Kind string

// The kinds of connection.
const (
	SSH   Kind = "" // also written "ssh" in an inventory
	Local Kind = "local"
)

// HostKeys is the policy for host keys. AcceptNew and Strict refuse a key that
// differs from the one in known_hosts. Off trusts whoever answers, known or
// not, and hands over passwords too: it is for machines that are thrown away.
// Unlike StrictHostKeyChecking=no of ssh, for which it stands here, it neither
// reads nor writes known_hosts (ssh_config(5)).
type HostKeys string

// The policies. The zero value is AcceptNew.
const (
	AcceptNew HostKeys = ""       // record a key that is not known, and go on
	Strict    HostKeys = "strict" // refuse a key that is not known
	Off       HostKeys = "off"    // do not look at the key at all
)

// Become says as which other user the work is done. The zero value means none.
type Become struct {
	Enabled  bool
	User     string   // empty means root
	Password Password // for sudo; empty means that sudo must not ask
}

// Password prints itself as "(secret)".
type Password string

// String returns "(secret)", or nothing for no password.
func (p Password) String() string {
	if p == "" {
		return ""
	}
	return masked
}

// GoString returns what String does.
func (p Password) GoString() string { return p.String() }

// MarshalText returns what String does: a password is never written down.
func (p Password) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
