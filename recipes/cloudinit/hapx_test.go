package cloudinit_test

import (
	"time"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// What both of the reference's machines are told about packages.
const (
	sourcesList = "deb http://deb.example.org/debian/ $RELEASE main\ndeb http://deb.example.org/debian-security $RELEASE-security main\n"
	aptConf     = "APT {\n  Get {\n    Assume-Yes \"true\";\n    Fix-Broken \"true\";\n  };\n};\n"
)

// common is what the reference's machines have in common.
func common(name string, debian cloudinit.User) cloudinit.Config {
	return cloudinit.Config{
		Hostname: name, FQDN: name + ".kube.demo", Locale: "en_US.UTF-8", Timezone: "UTC",
		Users:        []cloudinit.User{debian, {Name: "root", LockPassword: cloudinit.On}},
		SSHPasswords: cloudinit.Off, KeepHostKeys: cloudinit.Off,
		PackageUpgrade: cloudinit.On,
		APT:            cloudinit.APT{SourcesList: sourcesList, Conf: aptConf},
		PowerState:     cloudinit.PowerState{Mode: "reboot", Timeout: 30 * time.Second},
	}
}

func debian(keys ...string) cloudinit.User {
	u := cloudinit.Administrator("debian", keys...)
	u.Gecos = "Debian User"
	return u
}

// hapx is a node of the reference's cluster.
func hapx() cloudinit.Config {
	c := common("hapx-node01", debian())
	c.WriteFiles = []cloudinit.File{
		{Path: "/etc/ssh/ca.pub", Mode: "0644", Content: "ssh-ed25519 AAAA ca@kube.demo\n"},
		{Path: "/etc/corosync/authkey", Mode: "0400", Content: "\xa1\xac\xb6\x00\xff"},
		{Path: "/etc/corosync/corosync.conf", Mode: "0644", Content: "totem {\n  version: 2\n}\n\nquorum {\n  two_node: 1\n}\n"},
		{Path: "/etc/haproxy/haproxy.cfg", Mode: "0644", Content: "global\n  log /dev/log\tlocal0\n  daemon\n"},
	}
	c.Run = []cloudinit.Command{
		cloudinit.Exec("systemctl", "stop", "haproxy", "pacemaker", "corosync"),
		cloudinit.Exec("systemctl", "disable", "haproxy", "pacemaker", "corosync"),
		cloudinit.Exec("curl", "-s", "https://agents.example.org/haproxy", "-o", "/usr/lib/ocf/resource.d/heartbeat/haproxy"),
		cloudinit.Exec("chmod", "0755", "/usr/lib/ocf/resource.d/heartbeat/haproxy"),
		cloudinit.Exec("systemctl", "restart", "pacemaker", "corosync"),
		cloudinit.Exec("systemctl", "enable", "pacemaker", "corosync"),
		cloudinit.Exec("chown", "-R", "debian:debian", "/home/debian"),
		cloudinit.Shell(`echo '\nTrustedUserCAKeys /etc/ssh/ca.pub' | tee -a /etc/ssh/sshd_config`),
	}
	c.Packages = []string{"pacemaker", "corosync", "crmsh", "haproxy", "curl"}
	c.EtcHosts = cloudinit.HostsManaged
	return c
}

// busybox is the reference's bastion.
func busybox() cloudinit.Config {
	c := common("busybox", debian("ssh-ed25519 AAAA operator"))
	c.WriteFiles = []cloudinit.File{
		{Path: "/run/.ssh/id_ed25519", Mode: "0600", Content: "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"},
		{Path: "/run/.ssh/id_ed25519.pub", Mode: "0644", Content: "ssh-ed25519 AAAA debian@kube.demo\n"},
		{Path: "/run/.ssh/id_ed25519-cert.pub", Mode: "0644", Content: "ssh-ed25519-cert-v01@openssh.com AAAA debian@kube.demo\n"},
	}
	c.APT.Sources = []cloudinit.APTSource{{
		Name:   "kubernetes.list",
		Source: "deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.gpg] https://pkgs.k8s.io/core:/stable:/v1.29/deb/ /",
	}}
	c.Packages = []string{"apt-transport-https", "software-properties-common", "ca-certificates", "gnupg2", "glusterfs-client", "dnsutils", "screen", "curl", "git"}
	c.Run = []cloudinit.Command{
		cloudinit.Shell("curl -s https://packages.example.org/apt-key.gpg | apt-key add -"),
		cloudinit.Exec("apt-get", "update"),
		cloudinit.Exec("apt-get", "install", "-y", "kubectl=1.15.6-00"),
		cloudinit.Exec("apt-mark", "hold", "kubectl"),
		cloudinit.Shell("mv -u /run/.ssh/* /home/debian/.ssh/."),
		cloudinit.Exec("chown", "-R", "debian:debian", "/home/debian"),
	}
	c.EtcHosts = cloudinit.HostsManaged
	return c
}
