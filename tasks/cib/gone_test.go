package cib_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// ran is the status of a node on which two resources run, and which has never
// heard of a third.
const ran = `<node_state id="1" uname="a" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources>
<lrm_resource id="empty" type="Dummy" class="ocf" provider="pacemaker"/>
<lrm_resource id="old.one" type="Dummy" class="ocf" provider="pacemaker">
<lrm_rsc_op id="old.one_last_0" operation_key="old.one_start_0" operation="start" transition-key="1:1:0:11111111-1111-1111-1111-111111111111" transition-magic="0:0;1:1:0:11111111-1111-1111-1111-111111111111" on_node="a" call-id="5" rc-code="0" op-status="0" interval="0"/>
</lrm_resource>
<lrm_resource id="kept" type="Dummy" class="ocf" provider="pacemaker">
<lrm_rsc_op id="kept_last_0" operation_key="kept_start_0" operation="start" transition-key="2:1:0:11111111-1111-1111-1111-111111111111" transition-magic="0:0;2:1:0:11111111-1111-1111-1111-111111111111" on_node="a" call-id="6" rc-code="0" op-status="0" interval="0"/>
</lrm_resource>
</lrm_resources></lrm></node_state>`

// A resource that runs can be removed, whether or not nodes are fenced.
func TestRemovesWhatRuns(t *testing.T) {
	t.Parallel()
	for _, fenced := range []string{"no", "yes"} {
		c := newCluster(t)
		c.run(`cibadmin --modify --allow-create --scope crm_config --xml-text '<cluster_property_set id="cib-bootstrap-options"><nvpair id="s" name="stonith-enabled" value="` + fenced + `"/></cluster_property_set>'
cibadmin --create --scope nodes --xml-text '<node id="1" uname="a"/>'
for id in old.one kept empty; do cibadmin --create --scope resources --xml-text '<primitive id="'$id'" class="ocf" provider="pacemaker" type="Dummy"/>'; done
cibadmin --create --scope resources --xml-text '<primitive id="power" class="stonith" type="fence_watchdog"/>'
cibadmin --create --scope status --xml-text '` + ran + `'`)
		c.differs(cib.Configuration{Absent: []string{"old.one", "empty"}, Settle: -1}, "-primitive old.one ocf:pacemaker:Dummy\n-primitive empty ocf:pacemaker:Dummy\n")
	}
}
