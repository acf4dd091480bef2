package systemd

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// configuration is a cluster's, as pacemaker writes it to the disk.
const configuration = `<cib crm_feature_set="3.16.2" validate-with="pacemaker-3.9" epoch="7">
  <configuration>
    <resources>
      <primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2"/>
      <primitive id="proxy" class="systemd" type="haproxy">
        <meta_attributes id="x"><nvpair id="y" name="type" value="nginx"/></meta_attributes>
      </primitive>
      <template id="web-template" class="lsb" type="apache2.service"/>
      <primitive class="ocf" id="balancer" provider="heartbeat" type="nginx"/>
      <group id="g"><primitive id="timer" class="systemd" type="logrotate.timer"/></group>
      <primitive id="fence" class="stonith" type="sshd"/>
    </resources>
  </configuration>
</cib>
`

// cluster returns a Setup of a unit that is off, on a node of the cluster.
func cluster(t testing.TB, root string) {
	t.Helper()
	state("loaded", "inactive", "dead", "disabled", "no")(t, root)
	if err := os.MkdirAll(root+"/pacemaker/cib", 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root+"/pacemaker/cib/cib.xml", []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
}

// empty is where pacemaker was installed and has never run.
func empty(t testing.TB, root string) {
	t.Helper()
	state("loaded", "inactive", "dead", "disabled", "no")(t, root)
	if err := os.Mkdir(root+"/pacemaker", 0o750); err != nil {
		t.Fatal(err)
	}
}

func TestManagedByPacemaker(t *testing.T) {
	commands := map[string]string{"systemctl": systemctl, "journalctl": "echo the journal"}
	on := func(u Unit) func(string) tasks.Task {
		return func(root string) tasks.Task {
			u.pacemaker = root + "/pacemaker"
			return u
		}
	}
	cases := []taskstest.Case{
		{Name: "systemd", Task: on(Running("haproxy")), Refused: "pacemaker manages it as resource proxy (systemd:haproxy)"},
		{Name: "full name", Task: on(Unit{Name: "haproxy.service", Boot: Enabled}), Refused: "resource proxy"},
		{Name: "init script, in a template", Task: on(Running("apache2")), Refused: "resource web-template (lsb:apache2.service)"},
		{Name: "agent", Task: on(Unit{Name: "nginx", State: Started, Agent: "ocf:heartbeat:nginx"}), Refused: "balancer (ocf:heartbeat:nginx)"},
		{Name: "agent of another name", Task: on(Unit{Name: "web", Boot: Enabled, Agent: "ocf:heartbeat:nginx"}), Refused: "balancer"},
		{Name: "agent that is not said to be the same", Task: on(Running("nginx"))},
		{Name: "fencing of the same name", Task: on(Running("sshd"))},
		{Name: "socket of the same name", Task: on(Running("haproxy.socket"))},
		{Name: "not a service, in a group", Task: on(Running("logrotate.timer")), Refused: "resource timer (systemd:logrotate.timer)"},
		{Name: "off", Task: on(Off("haproxy")), InSync: true},
		{Name: "no cluster yet", Task: on(Running("haproxy")), Setup: empty},
	}
	for i, c := range cases {
		cases[i].Commands, cases[i].MachineTools = commands, true
		if c.Setup == nil {
			cases[i].Setup = cluster
		}
	}
	taskstest.Conform(t, cases...)
}

func TestManagedErrorIsTyped(t *testing.T) {
	lines := "<primitive id=\"p\" class=\"systemd\" type=\"haproxy\"/>\n"
	_, err := Running("haproxy").Plan(shown("loaded", "active", "running", "enabled", "no") + lines)
	var managed *ManagedError
	if !errors.As(err, &managed) || *managed != (ManagedError{"haproxy", "p", "systemd:haproxy"}) {
		t.Errorf("error is %v", err)
	}
	if _, err := Running("haproxy").Plan(shown("loaded", "active", "running", "enabled", "no") + "<primitive id="); err == nil {
		t.Error("a line that cannot be read passes for none")
	}
}

// A configuration that may not be read must not pass for one without the unit.
func TestCannotLookIntoTheCluster(t *testing.T) {
	for _, kind := range []string{"dash", "ash"} {
		for _, closed := range []string{"/pacemaker", "/pacemaker/cib", "/pacemaker/cib/cib.xml"} {
			h := taskstest.NewHost(t, kind, map[string]string{"systemctl": systemctl})
			cluster(t, h.Root)
			for _, open := range []string{"/pacemaker", "/pacemaker/cib"} {
				if err := os.Chmod(h.Root+open, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(h.Root+closed, 0); err != nil {
				t.Fatal(err)
			}
			h.Shell.Argv = append([]string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}, h.Shell.Argv...)
			r := h.Run(Unit{Name: "x", State: Started, pacemaker: h.Root + "/pacemaker"}.Probe())
			if r.Status == 0 {
				t.Errorf("%s: without access to %s the probe printed %q", kind, closed, r.Stdout)
			}
		}
	}
}

func TestUnknownUnit(t *testing.T) {
	listed := shown("not-found", "inactive", "dead", "", "no") + "haproxy.service enabled enabled\nssh.service enabled enabled\ny@.service static -\n"
	for name, want := range map[string]string{
		"haproxi": "unit haproxi is not installed: is haproxy.service meant?",
		"y@1":     "unit y@1 is not installed: is y@.service meant?",
		"nginx":   "unit nginx is not installed",
		"sshd":    "unit sshd is not installed: is ssh.service meant?",
	} {
		_, err := Running(name).Plan(listed)
		var unknown *UnknownError
		if !errors.As(err, &unknown) || strings.TrimSpace(err.Error()) != want {
			t.Errorf("%s: error is %v, want %q", name, err, want)
		}
	}
}
