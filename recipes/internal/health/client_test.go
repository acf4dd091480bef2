package health_test

import (
	"net/netip"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

func TestClient(t *testing.T) {
	const port, page = "expect that port 6443 of 192.0.2.20 is open\n", "expect that http://192.0.2.20:32700/ answers 200 to admin\n"
	for want, proxy := range map[string]haproxy.Proxy{
		port + page: {},
		port:        {NoStats: true},
		page:        {Bind: "192.0.2.21:6443"},
		"":          {Bind: "192.0.2.21:6443", Stats: haproxy.Stats{Bind: "127.0.0.1:32700"}},
		"expect that port 443 of 192.0.2.20 is open\nexpect that http://192.0.2.20:80/s answers 200 to me\n": {
			Bind: "0.0.0.0:443", Stats: haproxy.Stats{Bind: "192.0.2.20:80", Path: "/s", User: "me"},
		},
	} {
		h, err := recipestest.Host("bastion", health.Client{VIP: netip.MustParseAddr("192.0.2.20"), Proxy: proxy})
		if err != nil {
			t.Fatal(err)
		}
		if got := recipestest.Outline(h); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
	h, err := recipestest.Host("bastion", health.Client{VIP: netip.MustParseAddr("2001:db8::20"), Proxy: haproxy.Proxy{Bind: "::1:6443", Stats: haproxy.Stats{Bind: ":::32700"}}})
	for _, bind := range []string{"*:32700", ":32700", "0.0.0.0:32700"} { // haproxy takes them for those of IPv4
		six := health.Client{VIP: netip.MustParseAddr("2001:db8::20"), Proxy: haproxy.Proxy{Bind: "*:6443", Stats: haproxy.Stats{Bind: bind}}}
		if h, err := recipestest.Host("bastion", six); err != nil || recipestest.Outline(h) != "expect that port 6443 of 2001:db8::20 is open\n" {
			t.Errorf("%s: %v, %s", bind, err, recipestest.Outline(h))
		}
	}
	if want := "expect that http://[2001:db8::20]:32700/ answers 200 to admin\n"; err != nil || recipestest.Outline(h) != want {
		t.Errorf("%v, %s", err, recipestest.Outline(h))
	}
}

func TestProber(t *testing.T) {
	behind := func(via ...string) inventory.Host { return inventory.Host{Connection: inventory.Connection{Via: via}} }
	inv, err := inventory.New(inventory.Host{Name: "one"}, inventory.Host{Name: "two"})
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[string]struct {
		nodes []inventory.Host
		given string
	}{
		"two":       {[]inventory.Host{behind("one", "two"), behind("two")}, ""},
		"one":       {[]inventory.Host{behind("two"), behind("two")}, "one"},
		"localhost": {[]inventory.Host{behind("one"), behind("two")}, ""},
	} {
		for _, nodes := range [][]inventory.Host{c.nodes, append(c.nodes, c.nodes[0])} {
			if h, err := health.Prober(inv, nodes, c.given); err != nil || h.Name != want {
				t.Errorf("%q: %s, %v, want %s", c.given, h.Name, err, want)
			}
		}
	}
	for _, nodes := range [][]inventory.Host{{behind()}, {behind("one"), behind()}, {behind("elsewhere:22")}} {
		if h, err := health.Prober(inv, nodes, ""); err != nil || h.Name != "localhost" {
			t.Errorf("%v: %s, %v", nodes, h.Name, err)
		}
	}
	if _, err := health.Prober(inv, nil, "three"); err == nil || err.Error() != `from: there is no host "three" in the inventory` {
		t.Error(err)
	}
}
