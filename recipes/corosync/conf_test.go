package corosync

import (
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func configurations() map[string]Member {
	no, yes := false, true
	device := pair()
	device.TwoNode, device.WaitForAll = &no, &yes
	arbiter := pair()
	arbiter.Device = &Device{Address: netip.MustParseAddr("192.168.4.30"), Timeout: 3 * time.Second, SyncTimeout: 5 * time.Second, Prefer: `/bin/sh -c "ip -o address | grep -qF ' 192.168.4.20/'"`}
	apart := pair()
	apart.WaitForAll = &no
	three := pair()
	three.Nodes = append(three.Nodes, Node{"hapx-node03", 7, netip.MustParseAddr("192.168.4.20")})
	three.Cluster, three.Token, three.TokenRetransmits, three.Port = "three", 1500*time.Millisecond, 4, 5407
	three.CryptoCipher, three.CryptoHash, three.LogFile = "aes128", "sha512", "/var/log/corosync.log"
	three.SyslogFacility, three.Debug = "local3", true
	odd := pair()
	odd.Nodes, odd.Device = three.Nodes, &Device{Address: netip.MustParseAddr("2001:db8::1"), Port: 5404}
	return map[string]Member{"reference": pair(), "device": device, "arbiter": arbiter, "odd": odd, "apart": apart, "three": three}
}

func TestConfigurationGolden(t *testing.T) {
	for name, m := range configurations() {
		got, err := m.WithDefaults().render()
		if err != nil {
			t.Fatal(err)
		}
		taskstest.Text(t, name+".conf", got)
	}
}

// local makes a configuration one that this machine could use: its own address
// is among those of the nodes, and key and log lie in a directory of the test.
func local(t *testing.T, m Member, keySize int) string {
	t.Helper()
	dir := t.TempDir()
	m = m.WithDefaults()
	m.Nodes = append([]Node(nil), m.Nodes...)
	m.Nodes[0].Address = netip.MustParseAddr("127.0.0.1")
	body, err := m.render()
	if err != nil {
		t.Fatal(err)
	}
	conf, authkey := filepath.Join(dir, "corosync.conf"), filepath.Join(dir, "authkey")
	body = strings.NewReplacer(keyPath, authkey, m.LogFile, filepath.Join(dir, "log"), "to_syslog: yes", "to_syslog: no").Replace(body)
	for name, text := range map[string]string{conf: body, authkey: key(keySize).Reveal()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return conf
}

// The real corosync accepts each of them.
func TestCorosyncAcceptsConfigurations(t *testing.T) {
	for name, m := range configurations() {
		conf := local(t, m, 128)
		if out, err := exec.Command("corosync", "-t", "-c", conf).CombinedOutput(); err != nil {
			log, _ := os.ReadFile(filepath.Join(filepath.Dir(conf), "log"))
			t.Errorf("%s: %v\n%s%s", name, err, out, log)
		}
	}
}

// What the role refuses, corosync refuses too.
func TestCorosyncRefusesShortKey(t *testing.T) {
	if err := exec.Command("corosync", "-t", "-c", local(t, pair(), 64)).Run(); err == nil {
		t.Error("corosync accepts a key of 64 bytes")
	}
}

// What the role writes passes the verifier that it asks for, which is stricter
// than corosync.
func TestVerifierAcceptsConfigurations(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	for name, m := range configurations() {
		if r := h.Run(verify.Corosync() + " " + sh.Word(local(t, m, 128))); r.Status != 0 || r.Stderr != "" {
			t.Errorf("%s: status %d, said %q", name, r.Status, r.Stderr)
		}
	}
}
