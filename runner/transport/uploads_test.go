package transport_test

import (
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

func TestUploadsTellWhatAnEarlierConnectionHasLeft(t *testing.T) {
	h := inventory.Host{Name: "web1", Connection: inventory.Connection{User: "debian"}}
	earlier, now := transport.NewUploads(h), transport.NewUploads(h)
	if name := earlier.New(); !now.Left(name) || !now.Left(name+".d") {
		t.Errorf("%s is not told to be left", name)
	}
	if first, second := now.New(), now.New(); first == second || now.Left(first) || now.Left(second) {
		t.Errorf("%s and %s are names of this connection", first, second)
	}
	for _, other := range []inventory.Connection{{}, {User: "debian", Become: inventory.Become{Enabled: true}}, {User: "debian", State: "/srv/state"}} {
		if name := transport.NewUploads(inventory.Host{Name: "web1", Connection: other}).New(); now.Left(name) {
			t.Errorf("%+v: a run with another lock may be using %s", other, name)
		}
	}
	if now.Left("hrun-something") {
		t.Error("a name of somebody else is told to be left")
	}
}
