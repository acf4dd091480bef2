package inventory

import "testing"

// How near a group is to the host decides what a variable is, not whether it
// stands in the inventory or in a file beside it.
func TestComplaint11TheNearerGroupWinsWhereverItIsSaid(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "hosts.ini", "[child]\na\n[parent:children]\nchild\n[child:vars]\nwho=child\nwhat=child\n[all:vars]\nwhat=all\n")
	write(t, "group_vars/parent", "who: parent\n")
	write(t, "group_vars/all", "who: all\nwhat: all\n")
	inv, err := Load("hosts.ini")
	if err != nil {
		t.Fatal(err)
	}
	host, _ := inv.Host("a")
	for _, name := range []string{"who", "what"} {
		if v := host.Vars[name]; v.YAML() != "child" {
			t.Errorf("%s is %s, want child", name, v.YAML())
		}
	}
}
