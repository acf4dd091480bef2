package inventory

import (
	"errors"
	"testing"
)

func TestParameters(t *testing.T) {
	for name, c := range map[string]struct{ hosts, want string }{
		"of the group":         {"[r]\na\n[other]\nb\n[r:vars]\nr={'nic': 'eth0'}\n[other:vars]\nr={'nic': 'eth1'}", "eth0"},
		"without such a group": {"[g]\na\nb\n[h]\nc\n[g:vars]\nr={'nic': 'eth0'}", "eth0"},
		"written differently":  {"[r]\na r=\"{'nic': 0}\"\nb r=\"{'nic': '0'}\"", "0"},
		"nowhere":              {"[r]\na\nb", "kept"},
		"no hosts":             {"[r]\n[g]\na r=\"{'nic': 'eth0'}\"", "kept"},
	} {
		into := struct{ NIC string }{"kept"}
		if err := loadText(t, c.hosts).Parameters("r", &into); err != nil || into.NIC != c.want {
			t.Errorf("%s: %s, %v", name, into.NIC, err)
		}
	}
}

func TestParametersDisagree(t *testing.T) {
	for hosts, want := range map[string]string{
		"[r]\na r=1\nb r=2":       "r: hosts disagree about the parameters: a has those of hosts:2, b has those of hosts:3",
		"[r]\na\nb r=2":           "r: hosts disagree about the parameters: a has none, b has those of hosts:3",
		"[r]\na r=1\nb":           "r: hosts disagree about the parameters: a has those of hosts:2, b has none",
		"a\nb r='[1]'\nc r='[2]'": "r: hosts disagree about the parameters: b has those of hosts:2, c has those of hosts:3",
	} {
		if err := loadText(t, hosts).Parameters("r", new(int)); err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

func TestParameterError(t *testing.T) {
	err := loadText(t, "\na r=\"{'vipp': 1}\"").Parameters("r", &struct{ VIP int }{})
	var fault *ParameterError
	if !errors.As(err, &fault) || *fault != (ParameterError{File: "hosts", Line: 2, Variable: "r", Name: "vipp", Nearest: "vip"}) {
		t.Errorf("%v", err)
	}
}
