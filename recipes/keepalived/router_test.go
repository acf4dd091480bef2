package keepalived_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// router returns the first router of a pair.
func router() keepalived.Router {
	return keepalived.Router{
		Interface: "eno1", State: keepalived.Master, Priority: 101, Auth: sh.NewSecret("hunter2x"),
		VIPs: vips("192.0.2.100/24"), Scripts: []keepalived.Script{keepalived.HAProxy()}, Preferred: true,
	}
}

// with returns the first router of a pair with a change.
func with(change func(*keepalived.Router)) keepalived.Router {
	r := router()
	change(&r)
	return r
}

func vips(all ...string) (vs []netip.Prefix) {
	for _, v := range all {
		vs = append(vs, netip.MustParsePrefix(v))
	}
	return vs
}

func addresses(all ...string) (as []netip.Addr) {
	for _, a := range all {
		as = append(as, netip.MustParseAddr(a))
	}
	return as
}

func TestTasks(t *testing.T) {
	h, err := recipestest.Host("lb1", router())
	if err != nil {
		t.Fatal(err)
	}
	want := `packages procps
directory /etc/keepalived
file /etc/keepalived/keepalived.conf -> reload keepalived
packages keepalived
unit keepalived
wait until this router holds 192.0.2.100
`
	if diff := cmp.Diff(want, recipestest.Outline(h)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyThePreferredRouterIsWaitedFor(t *testing.T) {
	h, err := recipestest.Host("lb2", with(func(r *keepalived.Router) { r.State, r.Preferred = keepalived.Backup, false }))
	if err != nil {
		t.Fatal(err)
	}
	if work := recipestest.Outline(h); strings.Contains(work, "wait") || len(h.Handlers[0].Rolling.Gate) != 1 {
		t.Errorf("the gate is %v, the work\n%s", h.Handlers[0].Rolling.Gate, work)
	}
}

func TestFaults(t *testing.T) {
	script := func(change func(*keepalived.Script)) func(*keepalived.Router) {
		return func(r *keepalived.Router) { change(&r.Scripts[0]) }
	}
	six := func(r *keepalived.Router) { r.VIPs, r.Auth = vips("2001:db8::1/64"), sh.Secret{} }
	for want, change := range map[string]func(*keepalived.Router){
		"neighbours are told every 1.5s, want whole seconds": func(r *keepalived.Router) { r.Refresh = 1500 * time.Millisecond },
		`"" is not the name of an interface`:                 func(r *keepalived.Router) { r.Interface = "" },
		`"a\nb" is not the name of an interface`:             func(r *keepalived.Router) { r.Interface = "a\nb" },
		`"enp0s31f6withmore" is not the name`:                func(r *keepalived.Router) { r.Interface = "enp0s31f6withmore" },
		`instance "VI 1"`:                                    func(r *keepalived.Router) { r.Name = "VI 1" },
		"router id 256, want 1 to 255":                       func(r *keepalived.Router) { r.RouterID = 256 },
		"router id -1":                                       func(r *keepalived.Router) { r.RouterID = -1 },
		"priority 255, want 1 to 254":                        func(r *keepalived.Router) { r.Priority = 255 },
		`state "SLAVE", want MASTER or BACKUP`:               func(r *keepalived.Router) { r.State = "SLAVE" },
		"the state must be BACKUP on all routers":            func(r *keepalived.Router) { r.NoPreempt, r.Preferred = true, false },
		"no router is preferred":                             func(r *keepalived.Router) { r.NoPreempt, r.State = true, keepalived.Backup },
		"has 9 characters, of which only the first 8":        func(r *keepalived.Router) { r.Auth = sh.NewSecret("123456789") },
		"the password holds more than letters":               func(r *keepalived.Router) { r.Auth = sh.NewSecret("a b") },
		"there is no address to hold":                        func(r *keepalived.Router) { r.VIPs = nil },
		"0.0.0.0/0 is not an address":                        func(r *keepalived.Router) { r.VIPs = vips("0.0.0.0/0") },
		"the address 192.0.2.9 is given twice":               func(r *keepalived.Router) { r.VIPs = vips("192.0.2.9/24", "192.0.2.9/32") },
		"2001:db8::1/64 are of different IP versions":        func(r *keepalived.Router) { r.VIPs = vips("192.0.2.9/24", "2001:db8::1/64") },
		"version 3, which addresses of IPv6 need, has no p":  func(r *keepalived.Router) { r.VIPs = vips("2001:db8::1/64") },
		"every 1.5s, want whole seconds":                     func(r *keepalived.Router) { r.AdvertInterval = 1500 * time.Millisecond },
		"every 41s, want 10ms to 40.95s":                     func(r *keepalived.Router) { six(r); r.AdvertInterval = 41 * time.Second },
		"unicast needs the own address and":                  func(r *keepalived.Router) { r.UnicastPeers = addresses("192.0.2.2") },
		"192.0.2.1 is its own unicast peer": func(r *keepalived.Router) {
			r.UnicastSource, r.UnicastPeers = addresses("192.0.2.1")[0], addresses("192.0.2.1")
		},
		"unicast from 192.0.2.1 to ::1: they": func(r *keepalived.Router) {
			r.UnicastSource, r.UnicastPeers = addresses("192.0.2.1")[0], addresses("::1")
		},
		`script user "no body"`:                func(r *keepalived.Router) { r.ScriptUser = "no body" },
		"two scripts are called haproxy":       func(r *keepalived.Router) { r.Scripts = append(r.Scripts, keepalived.HAProxy()) },
		`script "a b"`:                         script(func(s *keepalived.Script) { s.Name = "a b" }),
		`command "killall -0 haproxy" is not`:  script(func(s *keepalived.Script) { s.Command = "killall -0 haproxy" }),
		`command "/bin/sh -c \"exit\"" is not`: script(func(s *keepalived.Script) { s.Command = `/bin/sh -c "exit"` }),
		"interval of 1.5s, want whole seconds": script(func(s *keepalived.Script) { s.Interval = 1500 * time.Millisecond }),
		"fall -1 and rise 2":                   script(func(s *keepalived.Script) { s.Fall = -1 }),
		"weight 5, want -253 to 0":             script(func(s *keepalived.Script) { s.Weight = 5 }),
	} {
		if _, err := recipestest.Host("lb1", with(change)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestAgree(t *testing.T) {
	backup := func(change func(*keepalived.Router)) keepalived.Named {
		return keepalived.Named{Host: "lb2", Router: with(func(r *keepalived.Router) {
			r.State, r.Priority, r.Preferred = keepalived.Backup, 100, false
			change(r)
		})}
	}
	for want, change := range map[string]func(*keepalived.Router){
		"":                                     func(*keepalived.Router) {},
		"lb1 has router id 51, and lb2 has 52": func(r *keepalived.Router) { r.RouterID = 52 },
		"lb1 and lb2 have different passwords": func(r *keepalived.Router) { r.Auth = sh.NewSecret("other") },
		"lb1 advertises every 1s, and lb2 every 2s":                                      func(r *keepalived.Router) { r.AdvertInterval = 2 * time.Second },
		"and lb2 holds [192.0.2.101/24]":                                                 func(r *keepalived.Router) { r.VIPs = vips("192.0.2.101/24") },
		"do not agree in no_preempt":                                                     func(r *keepalived.Router) { r.NoPreempt = true },
		"lb1 and lb2 both have priority 101":                                             func(r *keepalived.Router) { r.Priority = 101 },
		"2 routers have the state MASTER":                                                func(r *keepalived.Router) { r.State = keepalived.Master },
		"lb2 has the highest priority, but another":                                      func(r *keepalived.Router) { r.Priority = 102 },
		"a weight of -1 moves nothing where priorities are up to 1 apart; want 0, or -2": func(r *keepalived.Router) { r.Scripts[0].Weight = -1 },
	} {
		err := keepalived.Agree([]keepalived.Named{{Host: "lb1", Router: router()}, backup(change)})
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := keepalived.Agree([]keepalived.Named{{Host: "lb1", Router: router()}, backup(func(r *keepalived.Router) { r.Scripts[0].Weight = -2 })}); err != nil {
		t.Error(err)
	}
	if err := keepalived.Agree(nil); err != nil {
		t.Error(err)
	}
}
