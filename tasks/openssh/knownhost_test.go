package openssh

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var node = KnownHost{Names: []string{"node01", "[node01]:2222"}, Keys: []string{one + " root@node01", curve}}

func TestKnownHostConforms(t *testing.T) {
	system := func(h KnownHost) func(string) tasks.Task {
		return func(root string) tasks.Task {
			mine := h
			mine.system = root + "/known"
			return mine
		}
	}
	users := func(root string) tasks.Task {
		mine := node
		mine.User, mine.home = "root", root
		return mine
	}
	text := "# mine\nnode01,[node01]:2222 " + one + "\nnode01,[node01]:2222,x " + curve + " c\n*.example.org " + two + "\n"
	known := func(text string) func(testing.TB, string) { return home(map[string]string{"known": text}) }
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: system(node)},
		taskstest.Case{Name: "in sync", Task: system(node), Setup: known(text), InSync: true},
		taskstest.Case{Name: "renewed", Task: system(node), Setup: known("node01 " + two + "\nx,node01,y " + two + " c\nz " + two)},
		taskstest.Case{Name: "gone", Task: system(KnownHost{Names: node.Names, Absent: true}), Setup: known(text)},
		taskstest.Case{Name: "never there", Task: system(KnownHost{Names: []string{"z"}, Absent: true}), Setup: known(text), InSync: true},
		taskstest.Case{Name: "authority", Task: system(KnownHost{Names: []string{"*.example.org", "!a.*"}[:1], Keys: []string{one}, Authority: true}),
			Setup: known(text + "@cert-authority *.example.org " + two + "\n@revoked * " + two + "\n")},
		taskstest.Case{Name: "new for a user", Task: users, Setup: home(nil)},
		taskstest.Case{Name: "of a user whom sshd would not trust", Task: users, Setup: then(home(nil), mode(".", 0o775))},
		taskstest.Case{Name: "of a user, in sync", Task: users, Setup: home(map[string]string{".ssh/known_hosts": text}), InSync: true},
	)
}

func TestRewrite(t *testing.T) {
	salted := func(name, key string) string {
		return "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|" + hashed("F1E1KeoE/eEWhi10WpGv4OdiO6Y=", name) + " " + key + "\n"
	}
	single := KnownHost{Names: []string{"a"}, Keys: []string{one}}
	for name, c := range map[string]struct {
		host      KnownHost
		old, want string
	}{
		"hashed, known":        {single, salted("a", one), salted("a", one)},
		"hashed, renewed":      {single, salted("a", two) + salted("b", two), salted("b", two) + "a " + one + "\n"},
		"other names stay":     {single, "b,a,c " + two + " x\n", "b,c " + two + " x\na " + one + "\n"},
		"name missing":         {node, "node01 " + one + "\nnode01,[node01]:2222 " + curve + "\n", "node01 " + one + "\nnode01,[node01]:2222 " + curve + "\n[node01]:2222 " + one + "\n"},
		"twice":                {single, "a " + one + "\na " + one + "\n", "a " + one + "\n"},
		"letter case":          {single, "A " + one + "\n", "A " + one + "\n"},
		"patterns stay":        {single, "* " + two + "\n!a,a* " + two + "\n", "* " + two + "\n!a,a* " + two + "\na " + one + "\n"},
		"revoked stays":        {single, "@revoked a " + one + "\n", "@revoked a " + one + "\na " + one + "\n"},
		"not for an authority": {single, "@cert-authority a " + two + "\n", "@cert-authority a " + two + "\na " + one + "\n"},
		"nonsense stays":       {single, "a\n|1|x a\n\x01", "a\n|1|x a\n\x01\na " + one + "\n"},
		"authority renewed": {KnownHost{Names: []string{"*.x"}, Keys: []string{one}, Authority: true},
			"@cert-authority *.x " + two + "\n*.x " + two + "\n", "*.x " + two + "\n@cert-authority *.x " + one + "\n"},
	} {
		got := c.host.rewrite(c.old)
		if got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
		if again := c.host.rewrite(got); again != got {
			t.Errorf("%s: a second time it became\n%s", name, again)
		}
	}
}

// ssh-keygen hashes the names and finds them; so does the task.
func TestHashedBySSHKeygen(t *testing.T) {
	path := t.TempDir() + "/known"
	text := KnownHost.rewrite(node, "")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("ssh-keygen", "-H", "-f", path).CombinedOutput(); err != nil {
		t.Fatal(string(out), err)
	}
	body, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(body), "node01") {
		t.Fatalf("names are not hashed: %s, %v", body, err)
	}
	if again := node.rewrite(string(body)); again != string(body) {
		t.Errorf("the hashed file became\n%s", again)
	}
	if out, err := exec.Command("ssh-keygen", "-F", "[node01]:2222", "-f", path).Output(); err != nil || !strings.Contains(string(out), strings.Fields(one)[1]) {
		t.Errorf("ssh-keygen finds %s, %v", out, err)
	}
}
