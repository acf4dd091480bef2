package inventory

import "testing"

func TestMap(t *testing.T) {
	before := loadText(t, "a ansible_user=me\nb")
	after := before.Map(func(h Host) Host {
		h.Connection.User = "root"
		return h
	})
	a, _ := after.Host("a")
	hosts, err := after.Match("b")
	if err != nil || a.Connection.User != "root" || hosts[0].Connection.User != "root" {
		t.Errorf("%+v, %v", a.Connection, err)
	}
	if a, _ := before.Host("a"); a.Connection.User != "me" {
		t.Errorf("the old inventory changed: %+v", a.Connection)
	}
}
