package sshx_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// bastion adds a server that leads to every name in inside.
func (w *world) bastion(t *testing.T, inside map[string]string) *server {
	return newServer(t, func(s *server) {
		w.authorize(s)
		s.names = func(address string) string { return inside[address] }
	})
}

// crowd makes n hosts behind a bastion.
func (w *world) crowd(n int, bastion string) []inventory.Host {
	hosts := make([]inventory.Host, n)
	for i := range hosts {
		hosts[i] = w.host(fmt.Sprintf("node%02d", i), bastion)
	}
	return hosts
}

// dialAll dials all hosts at once.
func (w *world) dialAll(t *testing.T, hosts []inventory.Host) (conns []transport.Conn, errs []error) {
	conns, errs = make([]transport.Conn, len(hosts)), make([]error, len(hosts))
	var running sync.WaitGroup
	for i, h := range hosts {
		running.Go(func() { conns[i], errs[i] = w.dial(t, h) })
	}
	running.Wait()
	return conns, errs
}

func TestComplaint6ManyHostsShareTheBastion(t *testing.T) {
	w := newWorld(t)
	node := newServer(t, w.authorize)
	hosts := w.crowd(20, "bastion")
	inside := map[string]string{}
	for _, h := range hosts {
		inside[h.Name+":22"] = node.address
	}
	bastion := w.bastion(t, inside)
	w.outside["bastion:22"] = bastion.address
	w.host("bastion")
	conns, errs := w.dialAll(t, hosts)
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		t.Fatal(errs[i])
	}
	if n := bastion.connections(); n != 1 {
		t.Errorf("the bastion was dialled %d times, want once", n)
	}
	for _, c := range conns[1:] {
		_ = c.Close()
	}
	if _, err := conns[0].Shell(t.Context()); err != nil {
		t.Errorf("the last host has lost its bastion: %v", err)
	}
	_ = conns[0].Close()
	w.reaches(t, hosts[0])
	if n := bastion.connections(); n != 2 {
		t.Errorf("the bastion was dialled %d times, want again after the last host was closed", n)
	}
}

func TestManyHostsShareTheFailure(t *testing.T) {
	w := newWorld(t)
	bastion := newServer(t, func(s *server) { s.config.PublicKeyCallback = nil; s.config.PasswordCallback = refuse })
	w.outside["bastion:22"] = bastion.address
	w.host("bastion")
	hosts := w.crowd(20, "bastion")
	_, errs := w.dialAll(t, hosts)
	for i, err := range errs {
		u, ok := err.(*transport.UnreachableError)
		if !ok || u.Host != hosts[i].Name || u.Hop != "bastion" || u.Err != errs[0].(*transport.UnreachableError).Err {
			t.Errorf("%s: got %+v, want that of the bastion", hosts[i].Name, err)
		}
	}
	if n := bastion.connections(); n != 1 {
		t.Errorf("the bastion was dialled %d times, want once", n)
	}
}

// TestDialOutlivesItsFirstCaller: others still wait for the bastion.
func TestDialOutlivesItsFirstCaller(t *testing.T) {
	w := newWorld(t)
	node := newServer(t, w.authorize)
	slow := make(chan struct{})
	bastion := newServer(t, func(s *server) {
		w.authorize(s)
		s.names = func(string) string { return node.address }
		s.hold = slow
	})
	w.outside["bastion:22"] = bastion.address
	w.host("bastion")
	hosts := w.crowd(2, "bastion")
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := w.dialer.Dial(ctx, hosts[0])
		first <- err
	}()
	for bastion.connections() == 0 {
		time.Sleep(time.Millisecond)
	}
	second := make(chan error, 1)
	go func() {
		c, err := w.dialer.Dial(t.Context(), hosts[1])
		if err == nil {
			defer c.Close()
		}
		second <- err
	}()
	for sshx.BastionUsers(w.dialer, "bastion") < 2 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-first; err == nil {
		t.Error("the first caller has connected after its context ended")
	}
	close(slow)
	if err := <-second; err != nil {
		t.Errorf("the second caller: %v", err)
	}
	if n := bastion.connections(); n != 1 {
		t.Errorf("the bastion was dialled %d times, want once", n)
	}
}

// TestBastionsInRow follows a single name further, and takes a list as it is.
// Each bastion is asked for the name of the next.
func TestBastionsInRow(t *testing.T) {
	w := newWorld(t)
	node := newServer(t, w.authorize)
	inner := w.bastion(t, map[string]string{"node.inside:22": node.address})
	outer := w.bastion(t, map[string]string{"inner:22": inner.address})
	w.outside["outer:22"] = outer.address
	w.host("outer")
	w.host("inner", "outer")
	for _, via := range [][]string{{"inner"}, {"outer", "inner"}} {
		h := w.host("node", via...)
		h.Connection.Address = "node.inside"
		_ = w.reaches(t, h).Close()
	}
	if !slices.Equal(outer.asked, []string{"inner:22", "inner:22"}) || !slices.Equal(inner.asked, []string{"node.inside:22", "node.inside:22"}) {
		t.Errorf("the bastions were asked for %q and %q", outer.asked, inner.asked)
	}
}

func TestImpossibleRoutes(t *testing.T) {
	w := newWorld(t)
	w.host("a", "b")
	w.host("b", "c")
	w.host("c", "a")
	here := w.host("here")
	here.Connection.Kind = inventory.Local
	w.hosts["here"] = here
	for name, tt := range map[string]struct{ via, want string }{
		"circle":  {"a", "in a circle: x via a via b via c via a"},
		"itself":  {"x", "in a circle: x via x"},
		"unknown": {"nobody", `the bastion "nobody" is not in the inventory`},
		"local":   {"here", `the bastion "here" has a local connection`},
	} {
		if err := w.fails(t, w.host("x", tt.via)); !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q in it", name, err, tt.want)
		}
	}
}

// TestBastionThatMustNotForward is the bastion's failure, not the host's.
func TestBastionThatMustNotForward(t *testing.T) {
	w := newWorld(t)
	w.outside["bastion:22"] = newServer(t, w.authorize).address
	w.host("bastion")
	if err := w.fails(t, w.host("node", "bastion")); err.Hop != "bastion" || !strings.Contains(err.Hint, "AllowTcpForwarding") {
		t.Errorf("got %+v", err)
	}
}
