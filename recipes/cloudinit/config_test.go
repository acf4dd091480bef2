package cloudinit_test

import (
	"encoding/base64"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// object is what YAML and JSON call a mapping.
type object = map[string]any

// pyYAML reads text as cloud-init does.
func pyYAML(t *testing.T, text string) object {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "python3", "-c", "import sys, yaml, json; json.dump(yaml.safe_load(sys.stdin), sys.stdout)")
	cmd.Stdin = strings.NewReader(text)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("PyYAML cannot read this: %v\n%s\n%s", err, complaint.String(), text)
	}
	var read object
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func text(t *testing.T, c cloudinit.Config) string {
	t.Helper()
	text, err := c.Text()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, "#cloud-config\n") {
		t.Errorf("the text begins with %.20q", text)
	}
	return text
}

// commonKeys is what a parser of YAML makes of the keys that the reference's
// machines have in common, but for the files, packages and commands. It has
// "ssh_deletekeys: 1", which the schema refuses and true is the same as.
func commonKeys(name string, debian object) object {
	return object{
		"hostname": name, "fqdn": name + ".kube.demo", "locale": "en_US.UTF-8", "timezone": "UTC",
		"users":      []any{debian, object{"name": "root", "lock_passwd": true}},
		"ssh_pwauth": false, "ssh_deletekeys": true, "package_upgrade": true, "manage_etc_hosts": true,
		"apt":         object{"sources_list": sourcesList, "conf": aptConf},
		"power_state": object{"mode": "reboot", "timeout": 30.0, "condition": true},
	}
}

func debianUser() object {
	return object{"name": "debian", "gecos": "Debian User", "sudo": "ALL=(ALL) NOPASSWD:ALL", "shell": "/bin/bash", "lock_passwd": true}
}

func TestUserDataOfTheClusterNode(t *testing.T) {
	want := commonKeys("hapx-node01", debianUser())
	want["packages"] = []any{"pacemaker", "corosync", "crmsh", "haproxy", "curl"}
	want["runcmd"] = []any{
		[]any{"systemctl", "stop", "haproxy", "pacemaker", "corosync"},
		[]any{"systemctl", "disable", "haproxy", "pacemaker", "corosync"},
		[]any{"curl", "-s", "https://agents.example.org/haproxy", "-o", "/usr/lib/ocf/resource.d/heartbeat/haproxy"},
		[]any{"chmod", "0755", "/usr/lib/ocf/resource.d/heartbeat/haproxy"},
		[]any{"systemctl", "restart", "pacemaker", "corosync"},
		[]any{"systemctl", "enable", "pacemaker", "corosync"},
		[]any{"chown", "-R", "debian:debian", "/home/debian"},
		`echo '\nTrustedUserCAKeys /etc/ssh/ca.pub' | tee -a /etc/ssh/sshd_config`,
	}
	want["write_files"] = []any{
		object{"path": "/etc/ssh/ca.pub", "permissions": "0644", "content": "ssh-ed25519 AAAA ca@kube.demo\n"},
		object{"path": "/etc/corosync/authkey", "permissions": "0400", "encoding": "b64", "content": base64.StdEncoding.EncodeToString([]byte("\xa1\xac\xb6\x00\xff"))},
		object{"path": "/etc/corosync/corosync.conf", "permissions": "0644", "content": "totem {\n  version: 2\n}\n\nquorum {\n  two_node: 1\n}\n"},
		object{"path": "/etc/haproxy/haproxy.cfg", "permissions": "0644", "content": "global\n  log /dev/log\tlocal0\n  daemon\n"},
	}
	if diff := cmp.Diff(want, pyYAML(t, text(t, hapx()))); diff != "" {
		t.Errorf("the user-data says something else (-want +got):\n%s", diff)
	}
}

func TestUserDataOfTheBastion(t *testing.T) {
	debian := debianUser()
	debian["ssh_authorized_keys"] = []any{"ssh-ed25519 AAAA operator"}
	want := commonKeys("busybox", debian)
	want["packages"] = []any{"apt-transport-https", "software-properties-common", "ca-certificates", "gnupg2", "glusterfs-client", "dnsutils", "screen", "curl", "git"}
	want["runcmd"] = []any{
		"curl -s https://packages.example.org/apt-key.gpg | apt-key add -",
		[]any{"apt-get", "update"},
		[]any{"apt-get", "install", "-y", "kubectl=1.15.6-00"},
		[]any{"apt-mark", "hold", "kubectl"},
		"mv -u /run/.ssh/* /home/debian/.ssh/.",
		[]any{"chown", "-R", "debian:debian", "/home/debian"},
	}
	want["write_files"] = []any{
		object{"path": "/run/.ssh/id_ed25519", "permissions": "0600", "content": "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"},
		object{"path": "/run/.ssh/id_ed25519.pub", "permissions": "0644", "content": "ssh-ed25519 AAAA debian@kube.demo\n"},
		object{"path": "/run/.ssh/id_ed25519-cert.pub", "permissions": "0644", "content": "ssh-ed25519-cert-v01@openssh.com AAAA debian@kube.demo\n"},
	}
	want["apt"].(object)["sources"] = object{"kubernetes.list": object{
		"source": "deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.gpg] https://pkgs.k8s.io/core:/stable:/v1.29/deb/ /",
	}}
	if diff := cmp.Diff(want, pyYAML(t, text(t, busybox()))); diff != "" {
		t.Errorf("the user-data says something else (-want +got):\n%s", diff)
	}
}

func TestEmptyConfig(t *testing.T) {
	if got := text(t, cloudinit.Config{}); got != "#cloud-config\n{}\n" || !(cloudinit.Config{}).Empty() || hapx().Empty() {
		t.Errorf("%q", got)
	}
}

func decoded(t *testing.T, encoded string) string {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
