package cloudinit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// given is a machine that is told what files say.
func given(user, meta, network string) cloudinit.Instance {
	file := func(name, text string) cloudinit.Text {
		if text == "" {
			return cloudinit.Text{}
		}
		return cloudinit.Text{Name: name, Text: text}
	}
	return cloudinit.Instance{Name: "Hapx-Node01", Domain: "kube.demo", Key: "ssh-ed25519 AAAA me\n", Given: cloudinit.Files{
		UserData: file("user-data", user), MetaData: file("meta-data", meta), NetworkConfig: file("network-config", network),
	}}
}

func TestPlaceholders(t *testing.T) {
	got := seed(t, given(
		"#cloud-config\nfqdn: #HOSTNAME#.kube.demo\nhostname: #HOSTNAME#\nkeys: [ #SSH-PUB-KEY# ]\n",
		"local-hostname: #HOSTNAME#\n",
		"version: 1\nconfig: []\n# #HOSTNAME#\n",
	))
	want := cloudinit.Seed{
		UserData:      "#cloud-config\nfqdn: hapx-node01.kube.demo\nhostname: hapx-node01\nkeys: [ ssh-ed25519 AAAA me ]\n",
		MetaData:      "local-hostname: hapx-node01\n",
		NetworkConfig: "version: 1\nconfig: []\n# hapx-node01\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUUIDFollowsTheContent(t *testing.T) {
	uuid := func(user, meta, network string, change func(*cloudinit.Instance)) string {
		i := given(user, meta, network)
		change(&i)
		s := seed(t, i)
		_, id, _ := strings.Cut(strings.TrimSpace(s.MetaData), "instance-id: ")
		if network != "" && !strings.Contains(s.NetworkConfig, id) {
			t.Errorf("the network-config has not %s: %q", id, s.NetworkConfig)
		}
		return id
	}
	const user, meta, network = "#cloud-config\nhostname: a\n", "instance-id: #UUID#\n", "version: 1 # #UUID#\n"
	as := func(*cloudinit.Instance) {}
	same := uuid(user, meta, network, as)
	if same != uuid(user, meta, network, as) {
		t.Error("it is another one the second time")
	}
	if len(same) != 36 || same[14] != '8' || !strings.ContainsRune("89ab", rune(same[19])) {
		t.Errorf("%s is no UUID of version 8", same)
	}
	for what, other := range map[string]string{
		"user-data":      uuid(user+"fqdn: a\n", meta, network, as),
		"meta-data":      uuid(user, "other: 1\n"+meta, network, as),
		"network-config": uuid(user, meta, "", as),
		"vendor-data":    uuid(user, meta, network, func(i *cloudinit.Instance) { i.VendorData.Hostname = "b" }),
		"machine":        uuid(user, meta, network, func(i *cloudinit.Instance) { i.Name = "b" }),
	} {
		if other == same {
			t.Errorf("another %s has the same UUID", what)
		}
	}
}

// What is not given is typed, and the typed instance id knows of what is given.
func TestGivenAndTyped(t *testing.T) {
	a, b := given("#cloud-config\nhostname: a\n", "", ""), given("#cloud-config\nhostname: b\n", "", "")
	a.Network, b.Network = everyKind(1), everyKind(1)
	if sa, sb := seed(t, a), seed(t, b); sa.MetaData == sb.MetaData || sa.NetworkConfig != sb.NetworkConfig || !strings.Contains(sa.NetworkConfig, "enp0s3") {
		t.Errorf("%+v and %+v", sa, sb)
	}
}

func TestFormsOfUserData(t *testing.T) {
	for _, good := range []string{
		"#cloud-config\n", "#cloud-config # of the bastion\na: b\n", "#Cloud-Config\r\na: b\r\n", "#cloud-config", "#!/bin/sh\necho: [\n", "#include\nhttp://a/\n", "#include-once\nhttp://a/\n",
		"#cloud-boothook\n", "#part-handler\n", "## template: jinja\n#cloud-config\na: {{ b }}\n", "#cloud-config-archive\n- type: a\n",
		"Content-Type: multipart/mixed; boundary=\"=\"\nMIME-Version: 1.0\n", "MIME-Version: 1.0\n", " \n",
	} {
		if got := seed(t, given(good, "", "")).UserData; got != good {
			t.Errorf("%q became %q", good, got)
		}
	}
}

func TestGivenFilesAreRefused(t *testing.T) {
	for want, i := range map[string]cloudinit.Instance{
		"user-data:1: it begins with nothing":       given("hostname: a\n", "", ""),
		"user-data:1: it begins with nothing that ": given("#cloud-configuration\na: b\n", "", ""),
		"user-data:3: ": given("#cloud-config\na: b\nc: [d\n", "", ""),
		"user-data:2: ": given("#cloud-config\n- a\n", "", ""),
		"user-data:4: ": given("#cloud-config # of the bastion\na: b\nc: 1\nd: [e\n", "", ""),
		"user-data:2: the placeholder #UUID# is not":              given("#cloud-config\na: '#UUID#'\n", "", ""),
		"meta-data:1: the placeholder #SSH-PUB-KEY# is not":       given("", "a: '#SSH-PUB-KEY#'\n", ""),
		"network-config:2: the placeholder #SSH-PUB-KEY# is not ": given("", "", "version: 1\na: #SSH-PUB-KEY#\n"),
		"network-config:1: ": given("", "", "- a\n"),
		"meta-data:2: ":      given("", "a: b\nc: [d\n", ""),
	} {
		_, err := i.Seed()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one with %q", err, want)
		}
		if located := (*cloudinit.GivenError)(nil); !errors.As(err, &located) {
			t.Errorf("%v names no file", err)
		}
	}
	i := given("#cloud-config\na: '#SSH-PUB-KEY#'\n", "", "")
	i.Key = " \n"
	if _, err := i.Seed(); err == nil || !strings.Contains(err.Error(), "user-data: it has the placeholder #SSH-PUB-KEY#, and no public key is given") {
		t.Errorf("%v", err)
	}
}
