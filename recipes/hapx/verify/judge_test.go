package verify

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/internal/health"
)

// told is what was found, and behind " ! " what is wrong.
func told(found string, faults health.Faults) string {
	if len(faults) > 0 {
		return found + " ! " + faults.Error()
	}
	return found
}

func file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Each case changes what crm_mon prints of a cluster that is well.
func TestStates(t *testing.T) {
	well := file(t, "crm-mon.xml")
	names, own := []string{"hapx-node01", "hapx-node02"}, []string{"virtual-ip-resource", "haproxy-resource"}
	ask := map[string]func(state) (string, health.Faults){
		"members":   func(s state) (string, health.Faults) { return s.judgeMembers(names) },
		"resources": func(s state) (string, health.Faults) { return s.judgeResources(own) },
		"failures":  judgeFailures,
		"settings":  judgeSettings,
	}
	const (
		second = `<node name="hapx-node02" id="2" online="true" standby="false" standby_onfail="false" maintenance="false" pending="false" unclean="false"`
		proxy  = `<resource id="haproxy-resource" resource_agent="ocf:heartbeat:haproxy" role="Started" active="true" orphaned="false" blocked="false" managed="true" failed="false"`
		dc     = `<current_dc present="true" version="2.1.5-a3f44794f94" name="hapx-node01" id="1" with_quorum="true"`
	)
	for _, c := range []struct{ ask, old, now, want string }{
		{"members", "", "", "2 of 2 are well"},
		{"members", second, strings.Replace(second, `online="true"`, `online="false"`, 1), "1 of 2 are well ! hapx-node02 is offline"},
		{"members", second, strings.Replace(second, `unclean="false"`, `unclean="true"`, 1), "1 of 2 are well ! hapx-node02 is unclean: the cluster does not know what runs there"},
		{"members", second, strings.Replace(second, `pending="false"`, `pending="true"`, 1), "1 of 2 are well ! hapx-node02 is joining and not a member yet"},
		{"members", second, strings.Replace(second, ` standby="false"`, ` standby="true"`, 1), "1 of 2 are well ! hapx-node02 is in standby: nothing can run there"},
		{"members", second, strings.Replace(second, `onfail="false"`, `onfail="true"`, 1), "1 of 2 are well ! hapx-node02 is in standby because a resource failed there"},
		{"members", second, strings.Replace(second, `maintenance="false"`, `maintenance="true"`, 1), "1 of 2 are well ! hapx-node02 is in maintenance: what runs there is not watched"},
		{"members", second, strings.Replace(second, "hapx-node02", "other", 1), "1 of 2 are well ! other is a node of the cluster, and is not in the group hapx; hapx-node02 is not a node of the cluster"},
		{"members", dc, strings.Replace(dc, `with_quorum="true"`, `with_quorum="false"`, 1), "2 of 2 are well ! the nodes that are left have no quorum (no-quorum-policy is ignore)"},
		{"members", dc, `<current_dc present="false"`, "2 of 2 are well ! no node is the coordinator (DC), so nothing is started or moved"},

		{"resources", "", "", "2 on hapx-node01"},
		{"resources", proxy, strings.Replace(proxy, `managed="true"`, `managed="false"`, 1), "2 on hapx-node01 ! haproxy-resource is unmanaged: it is not started again, nor moved away"},
		{"resources", proxy, strings.Replace(proxy, `blocked="false"`, `blocked="true"`, 1), "2 on hapx-node01 ! haproxy-resource is blocked: it failed in a way that the cluster does not dare to mend"},
		{"resources", proxy, strings.Replace(proxy, ` failed="false"`, ` failed="true"`, 1), "2 on hapx-node01 ! haproxy-resource has failed on hapx-node01"},
		{"resources", proxy, strings.Replace(proxy, `orphaned="false"`, `orphaned="true"`, 1), "2 on hapx-node01 ! haproxy-resource is no longer configured, and still known to the cluster"},
		{"resources", proxy, strings.Replace(proxy, "haproxy-resource", "other", 1), "1 on hapx-node01 ! the cluster has no resource haproxy-resource"},
		{"resources", proxy, strings.Replace(proxy, "haproxy-resource", "other", 1) + ` target_role="Stopped"`, "1 on hapx-node01 ! the cluster has no resource haproxy-resource"},
		{"resources", `id="1" cached="true"/>
      </resource>
    </resources>`, `id="1"/><node name="hapx-node02"/></resource></resources>`, "virtual-ip-resource on hapx-node01, haproxy-resource on hapx-node01 and hapx-node02" +
			" ! haproxy-resource runs on hapx-node01 and hapx-node02; what belongs together is apart: virtual-ip-resource on hapx-node01, haproxy-resource on hapx-node01 and hapx-node02"},
		{"resources", file(t, "running.xml"), `<group><resource id="virtual-ip-resource" role="Stopped" target_role="Stopped" managed="true"/></group><clone><resource id="haproxy-resource" role="Stopped" managed="true"/></clone>`,
			" ! virtual-ip-resource does not run: it was told to be stopped (target-role); haproxy-resource does not run (it is Stopped)"},
		{"resources", `maintenance-mode="false"`, `maintenance-mode="true"`, "2 on hapx-node01"},

		{"failures", "", "", ""},
		{"failures", "<status ", file(t, "failures.xml") + "<status ", ` ! asyncmon of haproxy-resource failed on hapx-node01 at 2026-11-20 17:15:06Z: error (1): Simulated failure; monitor of a_b failed on hapx-node02 at 2026-11-20 17:15:06Z: not running (7)`},

		{"settings", "", "", "no-quorum-policy=ignore: nodes that are cut off go on as if they were alone"},
		{"settings", `no-quorum-policy="ignore"`, `no-quorum-policy="stop"`, ""},
		{"settings", `no-quorum-policy="ignore" symmetric-cluster="true" maintenance-mode="false" stop-all-resources="false"`, `no-quorum-policy="stop" maintenance-mode="true" stop-all-resources="true"`,
			" ! maintenance-mode is on: nothing is watched, started or moved; stop-all-resources is on: nothing runs"},
	} {
		if !strings.Contains(well, c.old) {
			t.Fatalf("there is no %q", c.old)
		}
		found, faults, sees := ofState(ask[c.ask])("a warning before\n" + strings.Replace(well, c.old, c.now, 1))
		if got := told(found, faults); got != c.want || !sees {
			t.Errorf("%s with %s:\n got %s\nwant %s", c.ask, c.now, got, c.want)
		}
	}
}

// Whoever has no cluster to look at leaves it to oneCluster to say so.
func TestNoCluster(t *testing.T) {
	none := file(t, "crm-mon-none.xml")
	if found, faults, sees := ofState(judgeSettings)(none); sees || found != "" || len(faults) > 0 {
		t.Errorf("it sees %s", told(found, faults))
	}
	_, answers, faults := parse(none)
	if want := "pacemaker does not answer: Not connected: error: Could not connect to launcher: Connection refused: crm_mon: Connection to cluster failed: Connection refused"; answers || faults.Error() != want {
		t.Errorf("%v, %s", answers, faults.Error())
	}
	for _, text := range []string{"", "nonsense", "<pacemaker-result", "<other/>"} {
		if _, answers, faults := parse(text); answers || len(faults) != 1 {
			t.Errorf("%q: %v, %v", text, answers, faults)
		}
	}
}

func TestSplit(t *testing.T) {
	well := file(t, "crm-mon.xml")
	cut := func(other, own string) string {
		s := strings.Replace(well, `<node name="`+other+`" id="`+other[len(other)-1:]+`" online="true"`, `<node name="`+other+`" online="false"`, 1)
		return strings.Replace(s, `name="hapx-node01" id="1" with_quorum`, `name="`+own+`" with_quorum`, 1)
	}
	for want, said := range map[string][]health.Said{
		"hapx-node01, hapx-node02 with the coordinator hapx-node01, with quorum, online: hapx-node01 hapx-node02": {{Host: "hapx-node01", Text: well}, {Host: "hapx-node02", Text: well}},
		"hapx-node01 with the coordinator hapx-node01, with quorum, online: hapx-node01; hapx-node02 with the coordinator hapx-node02, with quorum, online: hapx-node02" +
			" ! the cluster is split: hapx-node01 with the coordinator hapx-node01, with quorum, online: hapx-node01; hapx-node02 with the coordinator hapx-node02, with quorum, online: hapx-node02": {
			{Host: "hapx-node01", Text: cut("hapx-node02", "hapx-node01")}, {Host: "hapx-node02", Text: cut("hapx-node01", "hapx-node02")},
		},
		"hapx-node01 with no coordinator, without quorum, online: hapx-node01 ! hapx-node02: crm_mon prints what cannot be read: EOF": {
			{Host: "hapx-node01", Text: strings.Replace(cut("hapx-node02", "hapx-node01"), `current_dc present="true" version="2.1.5-a3f44794f94" name="hapx-node01" with_quorum="true"`, `current_dc present="false"`, 1)},
			{Host: "hapx-node02", Text: ""},
		},
	} {
		if got := told(judgeSides(said)); got != want {
			t.Errorf(" got %s\nwant %s", got, want)
		}
	}
}

func TestConstraints(t *testing.T) {
	const cli = `<constraints>
<rsc_colocation id="loc" rsc="a" with-rsc="b"/>
<rsc_location id="cli-ban-a-on-n" rsc="a" role="Started" node="n" score="-INFINITY"/>
<rsc_location id="cli-prefer-b" rsc="b" role="Started" node="m" score="INFINITY"/>
<rsc_location id="cli-ban-c-on-n" rsc="c"><rule score="-INFINITY"/></rsc_location>
<rsc_location id="ours" rsc="b" node="m" score="100"/>
</constraints>`
	const want = " ! the constraint cli-ban-a-on-n keeps a off n: somebody has moved it by hand; the constraint cli-prefer-b keeps b on m: somebody has moved it by hand; the constraint cli-ban-c-on-n keeps c on or off a node: somebody has moved it by hand"
	for text, want := range map[string]string{cli: want, "<constraints/>\n": "", "\n": ""} {
		found, faults, sees := judgeConstraints(text)
		if got := told(found, faults); got != want || sees != (text != "\n") {
			t.Errorf(" got %v, %s\nwant %s", sees, got, want)
		}
	}
	if _, faults, _ := judgeConstraints("<constraints"); len(faults) != 1 {
		t.Error("what cannot be read is no fault")
	}
}

func TestQuorum(t *testing.T) {
	both, alone := file(t, "quorum.txt"), file(t, "quorum-alone.txt")
	const danger = "; two_node: either node goes on alone, so both hold the address while the link between them is cut"
	edit := strings.NewReplacer("Quorate:          Yes", "Quorate:          No", "Quorum:           1", "Quorum:           3 Activity blocked", "Expected votes:   2", "Expected votes:   5", "2Node Quorate WaitForAll", "")
	for text, want := range map[string]string{
		both:  "2 of 2 votes" + danger,
		alone: "1 of 2 votes" + danger + " ! only 1 of 2 votes are there; missing: hapx-node02",
		strings.Replace(alone, "Quorate:          Yes", "Quorate:          No", 1): "1 of 2 votes" + danger + " ! there is no quorum: 1 of 2 votes, and a node that has just started waits until it has seen all (wait_for_all); missing: hapx-node02",
		edit.Replace(alone): "1 of 5 votes ! there is no quorum: 1 of 5 votes, and 3 are needed; missing: hapx-node02",
		strings.Replace(both, "Expected votes:   2", "Expected votes:   3", 1): "2 of 3 votes" + danger + " ! only 2 of 3 votes are there",
		"silent Cannot initialize\nCMAP service":                               " ! corosync does not answer: Cannot initialize CMAP service",
		"nothing":                                                              " ! corosync-quorumtool tells of no votes: nothing",
	} {
		if got := told(judgeQuorum(text)); got != want {
			t.Errorf(" got %s\nwant %s", got, want)
		}
	}
}
