package inventory

import (
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type Shared struct{ Zone string }

type server struct {
	Name   string
	Port   uint16
	Weight float64
	Backup bool
}

type parameters struct {
	Shared

	VIP       netip.Prefix
	AuthKey   Password
	HTTPPort  int
	ServerIDs []int
	Renamed   string `yaml:"other_name,omitempty"`
	Ignored   string `yaml:"-"`
	Timeout   time.Duration
	Servers   []server
	Labels    map[string]string
	ByAddress map[netip.Addr]int
	Maybe     *server
	Any       any
	Channel   chan int
}

// decodeText decodes the variable p of a host of a YAML inventory, whose value
// begins in line 4.
func decodeText(t *testing.T, value string, into any) error {
	t.Helper()
	d := newDraft()
	d.readGroups([]byte("all:\n  hosts:\n    h:\n      p:"+value), place{file: "hosts.yml"})
	inv, err := d.assemble("")
	if err != nil {
		t.Fatal(err)
	}
	h, _ := inv.Host("h")
	return h.Decode("p", into)
}

func TestDecode(t *testing.T) {
	got := parameters{HTTPPort: 80, Servers: []server{{Name: "gone"}}, Ignored: "kept", Timeout: time.Hour}
	err := decodeText(t, `
        zone: eu
        vip: 192.168.4.20/27
        auth_key: 12345
        http_port: "8080"
        server_ids: "[1, 2, 0x10]"
        other_name: 1.10
        timeout:
        servers:
          - {name: yes, port: 80, weight: 1, backup: on}
          - name: null
            backup: "no"
        labels: {a: 0644, b: !unsafe "{{ b }}"}
        by_address: {10.0.0.1: 1}
        maybe: {name: m}
        any: [1, {a: null}]
`, &got)
	if err != nil {
		t.Fatal(err)
	}
	want := parameters{
		Shared: Shared{"eu"}, VIP: netip.MustParsePrefix("192.168.4.20/27"), AuthKey: "12345", HTTPPort: 8080,
		ServerIDs: []int{1, 2, 16}, Renamed: "1.10", Ignored: "kept", Timeout: time.Hour,
		Servers: []server{{Name: "yes", Port: 80, Weight: 1, Backup: true}, {}},
		Labels:  map[string]string{"a": "0644", "b": "{{ b }}"}, ByAddress: map[netip.Addr]int{netip.MustParseAddr("10.0.0.1"): 1},
		Maybe: &server{Name: "m"}, Any: got.Any,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if s := newValue("any", mustParse(t, "[1, {a: null}]")).String(); s != "- 1\n- a: null" {
		t.Errorf("%s", s)
	}
}

func mustParse(t *testing.T, text string) node {
	t.Helper()
	n, err := parseYAML([]byte(text), place{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDecodeFaults(t *testing.T) {
	var into parameters
	err := decodeText(t, `
        vipp: 192.168.4.20/27
        zzzzzzzz: 1
        http_port: 99999999999999999999
        server_ids: 5
        timeout: 20
        servers:
          - {name: a, prot: 80}
          - port: 65536
          - port: -1
          - weight: heavy
          - text
        labels: [a]
        by_address: {10.0.0: 1}
        auth_key: {a: 1}
        maybe: {name: "{{ x }}", backup: perhaps}
        channel: 1
        ignored: 1
        vip: 192.168.4.20
`, &into)
	want := `hosts.yml:5: p: unknown parameter "vipp" (did you mean "vip"?)
hosts.yml:6: p: unknown parameter "zzzzzzzz"
hosts.yml:7: p: parameter "http_port": 99999999999999999999 is out of range
hosts.yml:8: p: parameter "server_ids": it must be a list, not a number
hosts.yml:9: p: parameter "timeout": "20" is not a duration, as 20s or 1m30s
hosts.yml:11: p: unknown parameter "servers[0].prot" (did you mean "port"?)
hosts.yml:12: p: parameter "servers[1].port": 65536 is out of range
hosts.yml:13: p: parameter "servers[2].port": "-1" is not a whole number from 0
hosts.yml:14: p: parameter "servers[3].weight": "heavy" is not a number
hosts.yml:15: p: parameter "servers[4]": it must be a mapping, not text
hosts.yml:16: p: parameter "labels": it must be a mapping, not a list
hosts.yml:17: p: parameter "by_address.10.0.0": "10.0.0" is not an address, as 192.168.4.11
hosts.yml:18: p: parameter "auth_key": it is a mapping, not a single value
hosts.yml:19: p: parameter "maybe.name": it holds a template {{ … }}, and templates are not evaluated; write the value, or tag it !unsafe if the braces are meant
hosts.yml:19: p: parameter "maybe.backup": "perhaps" is neither true nor false
hosts.yml:20: p: parameter "channel": a chan int cannot be set from an inventory
hosts.yml:21: p: unknown parameter "ignored"
hosts.yml:22: p: parameter "vip": "192.168.4.20" is not an address with the length of its network's prefix, as 192.168.4.11/24`
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecodeSecretIsNotShown(t *testing.T) {
	var into struct{ Password int }
	err := decodeText(t, " {password: geheim}", &into)
	if err == nil || err.Error() != `hosts.yml:4: p: parameter "password": the value does not fit (it is not shown)` {
		t.Error(err)
	}
}

func TestDecodeIntoNoPointer(t *testing.T) {
	if err := decodeText(t, " 1", 5); err == nil {
		t.Error("no error")
	}
	if err := decodeText(t, " 1", (*int)(nil)); err == nil {
		t.Error("no error")
	}
}

func TestParameterName(t *testing.T) {
	for name, want := range map[string]string{
		"VIP": "vip", "NIC": "nic", "AuthKey": "auth_key", "ClusterName": "cluster_name", "HTTPPort": "http_port", "NodeIDs": "node_ids",
		"IPs": "ips", "A": "a", "MaxConn2": "max_conn2", "X509Cert": "x509_cert",
	} {
		if got := snakeCase(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
