package inventory

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"vip", "nic", "auth_key", "cluster_name", "web-node01", "web-node02"}
	for name, want := range map[string]string{
		"vipp": "vip", "vi": "vip", "ivp": "vip", "authkey": "auth_key", "cluster_nmae": "cluster_name", "web-node03": "web-node01",
		"": "", "x": "", "backends": "", "vip": "",
	} {
		if got := Nearest(name, names); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{
		{"", ""}: 0, {"a", ""}: 1, {"", "ab"}: 2, {"abc", "abc"}: 0, {"abc", "abd"}: 1, {"abc", "acb"}: 1, {"kitten", "sitting"}: 3,
	} {
		if got := distance(pair[0], pair[1]); got != want || distance(pair[1], pair[0]) != want {
			t.Errorf("%q: %d, want %d", pair, got, want)
		}
	}
}
