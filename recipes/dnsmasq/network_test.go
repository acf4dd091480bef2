package dnsmasq

import (
	"bufio"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// namespace is a network of its own, which ends with the test.
type namespace struct{ pid string }

func newNamespace(t *testing.T) namespace {
	t.Helper()
	hold := exec.Command("unshare", "-n", "sh", "-c", "echo held; exec cat")
	in, err := hold.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := hold.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := hold.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = hold.Wait()
	})
	if held, err := bufio.NewReader(out).ReadString('\n'); held != "held\n" {
		t.Fatal(err)
	}
	return namespace{strconv.Itoa(hold.Process.Pid)}
}

func (n namespace) command(t *testing.T, argv ...string) *exec.Cmd {
	c := exec.CommandContext(t.Context(), "nsenter", append([]string{"-t", n.pid, "-n"}, argv...)...)
	c.Env = append(os.Environ(), "LC_ALL=C")
	return c
}

func (n namespace) must(t *testing.T, script string) string {
	t.Helper()
	out, err := n.command(t, "sh", "-c", script).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", script, err, out)
	}
	return string(out)
}

// ask returns what a name server says of a name.
func (n namespace) ask(t *testing.T, name, server string) string {
	t.Helper()
	c := n.command(t, "timeout", "10", "busybox", "nslookup", name, server)
	out, _ := c.CombinedOutput() // it fails where there is no such name
	return string(out)
}

// serve runs dnsmasq with a configuration until the test ends. It logs to the
// test.
func (n namespace) serve(t *testing.T, configuration string) {
	t.Helper()
	dir := t.TempDir()
	conf := filepath.Join(dir, "conf")
	if err := os.WriteFile(conf, []byte(configuration), 0o644); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	c := n.command(t, "dnsmasq", "--keep-in-foreground", "--user=root", "--log-facility=-", "--log-dhcp", "--log-queries",
		"--pid-file", "--dhcp-leasefile="+filepath.Join(dir, "leases"), "--conf-file="+conf)
	c.Stderr = &log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
}

// lab is a server with an interface in the lab, and one that leads elsewhere;
// behind both is the client.
func lab(t *testing.T) (server, client namespace) {
	server, client = newNamespace(t), newNamespace(t)
	server.must(t, `echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6 && ip link set lo up && ip link add nat type veth peer name far netns `+client.pid+` &&
ip addr add 10.0.2.15/24 dev nat && ip link set nat up`)
	client.must(t, `ip link set lo up && ip addr add 10.0.2.2/24 dev far && ip link set far up`)
	return server, client
}

const connect = `ip addr add 192.168.4.30/27 dev lan && ip link set lan up`

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}

func TestNames(t *testing.T) {
	s := configurations()["names"]
	s.Interfaces = []string{"lan"}
	for _, test := range []struct {
		upstream []netip.Addr
		foreign  string
	}{{nil, "REFUSED"}, {[]netip.Addr{addr("10.0.2.2")}, "192.0.2.80"}} {
		t.Run(test.foreign, func(t *testing.T) {
			server, client := lab(t)
			client.serve(t, "no-resolv\nlisten-address=10.0.2.2\nbind-interfaces\naddress=/#/192.0.2.80\n")
			eventually(t, func() bool { return strings.Contains(client.ask(t, "www.example", "10.0.2.2"), "192.0.2.80") })
			s.Upstream = test.upstream
			server.serve(t, s.configuration())
			// It has started before its interface is there, as at boot.
			server.must(t, `ip link add lan type veth peer name eth0 netns `+client.pid+` && `+connect)
			client.must(t, `ip addr add 192.168.4.21/27 dev eth0 && ip link set eth0 up`)
			eventually(t, func() bool { return strings.Contains(client.ask(t, "dns-01", "192.168.4.30"), "192.168.4.1\n") })
			for name, want := range map[string]string{
				"hapx-node01":           "Address: 192.168.4.21\n",
				"hapx-node01.kube.demo": "Address: fd00::21\n",
				"192.168.4.1":           "name = dns-01.kube.demo\n",
				"nobody.kube.demo":      "NXDOMAIN",
				"www.example":           test.foreign,
			} {
				if got := client.ask(t, name, "192.168.4.30"); !strings.Contains(got, want) {
					t.Errorf("%s: %s, want %s", name, got, want)
				}
			}
			if got := server.ask(t, "hapx-node01", "192.168.4.30"); !strings.Contains(got, "192.168.4.21\n") {
				t.Errorf("the server itself is told %s", got)
			}
			if got := server.must(t, "busybox netstat -lnut | awk '/:/ { print $4 }' | sort -u"); got != "192.168.4.30:53\n" {
				t.Errorf("it listens on %s", got)
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	s := configurations()["all"]
	s.Upstream = nil
	server, client := lab(t)
	server.must(t, `ip link add lan type veth peer name eth0 netns `+client.pid+` && `+connect)
	client.must(t, "ip link set eth0 up")
	server.serve(t, s.configuration())
	script := filepath.Join(t.TempDir(), "told")
	if err := os.WriteFile(script, []byte("#!/bin/sh\n[ \"$1\" != bound ] || echo \"$ip/$mask from $router at $dns in $domain for $lease s, $hostname\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	lease := func(nic, mac, tries string) string {
		client.must(t, "ip link set "+nic+" address "+mac)
		out, _ := client.command(t, "busybox", "udhcpc", "-i", nic, "-f", "-n", "-q", "-t", tries, "-T", "1", "-s", script).CombinedOutput()
		_, told, _ := strings.Cut(string(out), "\n192.168.")
		return strings.SplitN(told, "\n", 2)[0] + "\n" + string(out)
	}
	if got := lease("eth0", "08:00:27:00:41:15", "20"); !strings.HasPrefix(got, "4.12/27 from  at 192.168.4.30 in kube.demo for 43200 s, known\n") {
		t.Errorf("who is known gets %s", got)
	}
	got := lease("eth0", "08:00:27:00:41:99", "20")
	address, rest, _ := strings.Cut(got, "/")
	if a, err := netip.ParseAddr("192.168." + address); err != nil || !s.Ranges[0].gives(a) || a == addr("192.168.4.12") ||
		!strings.HasPrefix(rest, "27 from  at 192.168.4.30 in kube.demo for 43200 s, \n") {
		t.Errorf("who is not known gets %s", got)
	}
	if got := server.ask(t, "known", "192.168.4.30"); !strings.Contains(got, "192.168.4.12\n") {
		t.Errorf("the name of who has a lease is told as %s", got)
	}
	if got := lease("far", "08:00:27:00:41:98", "2"); !strings.Contains(got, "no lease") {
		t.Errorf("by another interface comes %s", got)
	}
}
