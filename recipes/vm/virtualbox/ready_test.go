package virtualbox_test

import (
	"net"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
)

// guest says how the bastion behaves.
func (b *bench) guest(g vboxtest.Guest) {
	b.Change(b.t, func(w *vboxtest.World) { w.Guests["busybox"] = g })
}

func (b *bench) expectFailure(words ...string) {
	b.t.Helper()
	o := b.run(false, b.machines())
	if o.err == nil {
		b.t.Fatalf("nothing fails:\n%s", o.said())
	}
	for _, w := range words {
		if !strings.Contains(o.said(), w) {
			b.t.Errorf("what is said lacks %q:\n%s", w, o.said())
		}
	}
}

func TestMachineThatNeverBoots(t *testing.T) {
	b := newSmallBench(t)
	b.guest(vboxtest.Guest{Console: "Loading Linux\nKernel panic - not syncing\n"})
	b.expectFailure("busybox does not tell its address in 2 seconds", "console.log:", "Kernel panic - not syncing")
	b.guest(vboxtest.Guest{})
	b.power("busybox", "poweroff")
	b.expectFailure("console.log is empty: has its base a console on ttyS0?")
}

func TestMachineOfAnotherAddress(t *testing.T) {
	b := newSmallBench(t)
	b.guest(vboxtest.Guest{Addresses: []string{"10.0.4.15", "192.168.56.77"}})
	b.expectFailure("busybox tells that it has 10.0.4.15 192.168.56.77 and the inventory dials it at 192.168.56.3", "set ansible_host")
}

// VirtualBox takes connections to a forwarded port whether or not anyone
// listens behind it: only the words of an SSH server count.
func TestMachineWithoutGuestAdditions(t *testing.T) {
	b := newSmallBench(t)
	b.guest(vboxtest.Guest{Console: "no additions\n"})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	words := make(chan string, 1)
	words <- ""
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			greeting := <-words
			words <- greeting
			_, _ = conn.Write([]byte(greeting))
			_ = conn.Close()
		}
	}()
	b.lab.Machines[0].Forward = listener.Addr().(*net.TCPAddr).Port
	b.expectFailure("busybox does not tell its address in 2 seconds")
	<-words
	words <- "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"
	b.up()
	if o := b.up(); o.Changed != 0 {
		t.Errorf("said:\n%s", o.said())
	}
}
