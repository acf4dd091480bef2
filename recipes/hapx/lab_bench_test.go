//go:build lab

package hapx_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// BenchmarkLabNothingToDo compares, over the same links, a run of hrun on both
// nodes with one ssh command, and one bare Go client, that ask one node.
func BenchmarkLabNothingToDo(b *testing.B) {
	floor, err := os.ReadFile("testdata/floor.sh")
	if err != nil {
		b.Fatal(err)
	}
	for _, roundTrip := range []time.Duration{0, 50 * time.Millisecond} {
		link := newLink(b, roundTrip)
		b.Run(fmt.Sprintf("roundtrip=%s/hrun", roundTrip), func(b *testing.B) {
			trips := 0
			measure(b, func() error {
				run := exec.CommandContext(b.Context(), filepath.Join(cluster.dir, "bin/hrun"), "apply", "recipes/hapx", "-i", link.inventory, "--assert-idempotent", "-o", "json")
				out, err := run.Output()
				if err != nil {
					return fmt.Errorf("%w: %s", err, out)
				}
				trips, err = mostTrips(out)
				return err
			})
			b.ReportMetric(float64(trips), "trips/host")
		})
		b.Run(fmt.Sprintf("roundtrip=%s/ssh", roundTrip), func(b *testing.B) {
			measure(b, func() error {
				cmd := exec.CommandContext(b.Context(), "ssh", "-F", link.sshConfig, "hapx-node01", "sudo sh")
				cmd.Stdin = bytes.NewReader(floor)
				return cmd.Run()
			})
		})
		b.Run(fmt.Sprintf("roundtrip=%s/bare-go", roundTrip), func(b *testing.B) {
			measure(b, func() error { return link.bare(b, floor) })
		})
	}
}

// mostTrips reads the summary, which is the last line of the events.
func mostTrips(events []byte) (int, error) {
	lines := bytes.Split(bytes.TrimSpace(events), []byte("\n"))
	var summary event
	if err := json.Unmarshal(lines[len(lines)-1], &summary); err != nil {
		return 0, err
	}
	most := 0
	for _, c := range summary.Hosts {
		most = max(most, c.Trips)
	}
	return most, nil
}

// measure runs f often enough for a median, and reports that in milliseconds.
func measure(b *testing.B, f func() error) {
	b.Helper()
	const runs = 11
	var took []time.Duration
	for i := range runs + 1 {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		if i > 0 { // the first one warms up
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[0]), "ms-min")
	b.ReportMetric(ms(took[runs/2]), "ms-median")
	b.ReportMetric(ms(took[runs-1]), "ms-max")
	b.ReportMetric(0, "ns/op")
}

// link is a way to the bastion with a delay, and what is needed to use it.
type link struct{ address, inventory, sshConfig, known, key string }

func newLink(b *testing.B, roundTrip time.Duration) link {
	b.Helper()
	l := link{address: "127.0.0.1:22722"}
	if roundTrip > 0 {
		l.address = delayed(b, l.address, roundTrip/2)
	}
	_, port, err := net.SplitHostPort(l.address)
	if err != nil {
		b.Fatal(err)
	}
	// Beside the example's own files, because relative paths start there.
	dir := filepath.Dir(cluster.inventory)
	l.inventory, l.known, l.sshConfig = filepath.Join(dir, "link.yaml"), filepath.Join(dir, ".hrun/known_hosts_link"), filepath.Join(cluster.dir, "ssh_config_link")
	rewrite(b, cluster.inventory, l.inventory, "22722", port, ".hrun/known_hosts", ".hrun/known_hosts_link")
	rewrite(b, filepath.Join(dir, ".hrun/known_hosts"), l.known, "22722", port)
	if l.key, err = labtest.Login(dir, "debian"); err != nil {
		b.Fatal(err)
	}
	config := fmt.Sprintf("Host *\n  User debian\n  IdentityFile %s\n  IdentitiesOnly yes\n  UserKnownHostsFile %s\nHost busybox\n  HostName 127.0.0.1\n  Port %s\nHost hapx-*\n  ProxyCommand ssh -F %s -W %%h:%%p busybox\n", l.key, l.known, port, l.sshConfig)
	if err := os.WriteFile(l.sshConfig, []byte(config), 0o600); err != nil {
		b.Fatal(err)
	}
	return l
}

func rewrite(b *testing.B, from, to string, pairs ...string) {
	b.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(strings.NewReplacer(pairs...).Replace(string(text))), 0o600); err != nil {
		b.Fatal(err)
	}
}

// bare is the least that a Go client can do: two handshakes, one script.
func (l link) bare(b *testing.B, script []byte) error {
	key, err := l.login()
	if err != nil {
		return err
	}
	known, err := knownhosts.New(l.known)
	if err != nil {
		return err
	}
	config := &ssh.ClientConfig{User: "debian", Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: known, HostKeyAlgorithms: []string{ssh.KeyAlgoED25519}}
	bastion, err := ssh.Dial("tcp", l.address, config)
	if err != nil {
		return err
	}
	defer bastion.Close()
	tunnel, err := bastion.DialContext(b.Context(), "tcp", "hapx-node01:22")
	if err != nil {
		return err
	}
	conn, channels, requests, err := ssh.NewClientConn(named{tunnel}, "hapx-node01:22", config)
	if err != nil {
		return err
	}
	node := ssh.NewClient(conn, channels, requests)
	defer node.Close()
	session, err := node.NewSession()
	if err != nil {
		return err
	}
	session.Stdin = bytes.NewReader(script)
	return session.Run("sudo sh")
}

// login is the key with its certificate.
func (l link) login() (ssh.Signer, error) {
	pem, err := os.ReadFile(l.key)
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePrivateKey(pem)
	if err != nil {
		return nil, err
	}
	line, err := os.ReadFile(l.key + "-cert.pub")
	if err != nil {
		return nil, err
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(line)
	if err != nil {
		return nil, err
	}
	certificate, ok := public.(*ssh.Certificate)
	if !ok {
		return nil, fmt.Errorf("%s-cert.pub is no certificate", l.key)
	}
	return ssh.NewCertSigner(certificate, key)
}

// named gives a tunnel an address that known_hosts can be asked about.
type named struct{ net.Conn }

func (named) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4zero, Port: 22} }

// delayed listens before an address and lets every byte wait.
func delayed(b *testing.B, address string, oneWay time.Duration) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			in, err := listener.Accept()
			if err != nil {
				return
			}
			out, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", address)
			if err != nil {
				_ = in.Close()
				continue
			}
			go late(out, in, oneWay)
			go late(in, out, oneWay)
		}
	}()
	return listener.Addr().String()
}

// late copies with a delay and without limiting the bandwidth.
func late(to io.WriteCloser, from io.Reader, wait time.Duration) {
	type chunk struct {
		bytes []byte
		due   time.Time
	}
	chunks := make(chan chunk, 1<<12)
	go func() {
		defer close(chunks)
		for {
			buffer := make([]byte, 32<<10)
			n, err := from.Read(buffer)
			if n > 0 {
				chunks <- chunk{buffer[:n], time.Now().Add(wait)}
			}
			if err != nil {
				return
			}
		}
	}()
	for c := range chunks {
		time.Sleep(time.Until(c.due))
		if _, err := to.Write(c.bytes); err != nil {
			break
		}
	}
	_ = to.Close()
}
