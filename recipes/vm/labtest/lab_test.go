//go:build lab

package labtest_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// A cut link is cut in both directions and for every address, all others stay,
// and it can be mended.
func TestLabCutLink(t *testing.T) {
	l := labtest.New(t, "../../../examples/hapx.yaml", "link", "22740")
	const first, second = "hapx-node01", "hapx-node02"
	reaches := func(from, address string) bool {
		t.Helper()
		_, err := l.Try(t, from, "timeout 2 bash -c '</dev/tcp/"+address+"/22'")
		return err == nil
	}
	l.On(t, second, "ip addr add 192.168.4.20/27 dev enp0s3.41")
	for _, c := range []struct {
		when string
		cut  bool
		do   func()
	}{
		{"at first", false, func() {}},
		{"cut", true, func() { l.Cut(t, first, second) }},
		{"mended", false, func() { l.Mend(t, first, second) }},
	} {
		c.do()
		if reaches(first, "192.168.4.22") == c.cut || reaches(second, "192.168.4.21") == c.cut || reaches(first, "192.168.4.20") == c.cut {
			t.Errorf("%s: whether the nodes hear each other is not as it should be", c.when)
		}
		if !reaches(first, "192.168.4.30") || !reaches("busybox", "192.168.4.22") || !reaches("busybox", "192.168.4.20") {
			t.Errorf("%s: another link is cut", c.when)
		}
	}
}
