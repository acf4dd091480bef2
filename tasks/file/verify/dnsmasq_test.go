package verify_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestDnsmasq(t *testing.T) {
	beside := func(root string) {
		put(t, root+"/other", "dhcp-host=08:00:27:00:00:01,192.0.2.9\ndhcp-leasefile=/run/leases\n")
		put(t, root+"/old.dpkg-old", "nonsense\n")
		put(t, root+"/draft~", "nonsense\n")
		put(t, root+"/#draft#", "nonsense\n")
	}
	verified(t, func(root string) sh.Script { return verify.Dnsmasq(root + "/it's conf") }, beside,
		verdict{"good", "interface=lan\nbind-dynamic\ndhcp-range=192.0.2.1,192.0.2.7,12h\n", ""},
		verdict{"unknown option", "no-resolv\nnonsense\n", "bad option at line 2 of"},
		verdict{"value where there is none", "no-resolv=yes\n", "extraneous parameter at line 1"},
		verdict{"no address", "dhcp-option=option:router,192.0.2\n", "bad IPv4 address"},
		verdict{"address that another file gives away", "dhcp-host=08:00:27:00:00:03,192.0.2.9\n", "duplicate dhcp-host IP address 192.0.2.9"},
		verdict{"option of another file", "dhcp-leasefile=/run/mine\n", "illegal repeated keyword"},
		verdict{"file that is missing", "conf-file=ROOT/none\n", "none: No such file"},
	)
}

// What is to be replaced does not stand against what replaces it.
func TestDnsmasqReplaces(t *testing.T) {
	const old = "dhcp-leasefile=/run/leases\n"
	h := taskstest.NewHost(t, "dash", nil)
	put(t, h.Root+"/conf", old)
	change, err := h.Plan(file.Content{Path: h.Root + "/conf", Body: old + "no-resolv\n", Verify: verify.Dnsmasq(h.Root + "/conf")})
	if err != nil {
		t.Fatal(err)
	}
	if r := h.Run(change.Script()); r.Err() != nil {
		t.Error(r.Err())
	}
}
