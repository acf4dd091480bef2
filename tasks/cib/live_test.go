package cib_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// stanza is document, the way a person types it into crmsh.
const stanza = `property stonith-enabled=no
property no-quorum-policy=ignore
rsc_defaults resource-stickiness=100
primitive virtual-ip-resource ocf:heartbeat:IPaddr2 params ip="192.168.4.20" broadcast=192.168.4.31 nic=enp0s3.41 cidr_netmask=27 meta migration-threshold=2 op monitor interval=20 timeout=60 on-fail=restart
primitive haproxy-resource systemd:haproxy op monitor interval=20 timeout=60 on-fail=restart
colocation loc inf: virtual-ip-resource haproxy-resource
order ord inf: virtual-ip-resource haproxy-resource
`

func TestStanzaOfCrmshMeansTheSame(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	c.crm("configure <<'END'\n" + stanza + "commit\nquit\nEND")
	c.differs(document(), "")
}

func TestFromNothing(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	c.differs(document(), `+property no-quorum-policy=ignore
+property stonith-enabled=no
+rsc_defaults resource-stickiness=100
+primitive virtual-ip-resource ocf:heartbeat:IPaddr2
+  params broadcast=192.168.4.31
+  params cidr_netmask=27
+  params ip=192.168.4.20
+  params nic=enp0s3.41
+  meta migration-threshold=2
+  op monitor interval=20s timeout=60s on-fail=restart
+primitive haproxy-resource systemd:haproxy
+  op monitor interval=20s timeout=60s on-fail=restart
+colocation loc INFINITY: virtual-ip-resource haproxy-resource
+order ord Mandatory: virtual-ip-resource haproxy-resource
`)
}

// What a person changes behind hrun's back is found, shown and cured, and what
// that person adds is left alone.
func TestDrift(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]struct{ change, shows string }{
		"monitor interval": {
			`cibadmin --modify --xml-text '<op id="haproxy-resource-monitor-20s" interval="33s"/>'`,
			"-  op monitor interval=33s timeout=60s on-fail=restart\n+  op monitor interval=20s timeout=60s on-fail=restart\n",
		},
		"property": {
			"crm_attribute --name stonith-enabled --update true",
			"-property stonith-enabled=true\n+property stonith-enabled=no\n",
		},
		"property in other words": {"crm_attribute --name stonith-enabled --update Off", ""},
		"interval in other words": {
			`cibadmin --modify --xml-text '<op id="haproxy-resource-monitor-20s" interval="20000ms" timeout="1min"/>'`, "",
		},
		"parameter": {
			"crm_resource --resource virtual-ip-resource --set-parameter ip --parameter-value 192.168.4.21",
			"-  params ip=192.168.4.21\n+  params ip=192.168.4.20\n",
		},
		"further parameter": {
			"crm_resource --resource virtual-ip-resource --set-parameter iflabel --parameter-value x",
			"-  params iflabel=x\n",
		},
		"further operation": {
			`cibadmin --modify --allow-create --scope resources --xml-text '<primitive id="haproxy-resource"><operations><op id="s" name="start" interval="0" timeout="9"/></operations></primitive>'`,
			"-  op start interval=0 timeout=9\n",
		},
		"stopped by an operator": {"crm -F resource stop haproxy-resource", ""},
		"moved by an operator": {
			`cibadmin --create --scope constraints --xml-text '<rsc_location id="cli-prefer-haproxy-resource" rsc="haproxy-resource" role="Started" node="one" score="INFINITY"/>'`, "",
		},
		"constraint gone": {"crm -F configure delete loc", "+colocation loc INFINITY: virtual-ip-resource haproxy-resource\n"},
		"order optional": {
			`cibadmin --modify --xml-text '<rsc_order id="ord" kind="Optional"/>'`,
			"-order ord Optional: virtual-ip-resource haproxy-resource\n+order ord Mandatory: virtual-ip-resource haproxy-resource\n",
		},
		"another agent": {
			`cibadmin --delete --xml-text '<rsc_order id="ord"/>' && cibadmin --modify --xml-text '<primitive id="haproxy-resource" type="nginx"/>'`,
			"-primitive haproxy-resource systemd:nginx\n+primitive haproxy-resource systemd:haproxy\n+order ord Mandatory: virtual-ip-resource haproxy-resource\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCluster(t)
			wanted := document()
			wanted.Settle = -1 // the tool's shortest wait is 2 s
			if _, r := c.Apply(wanted); r.Err() != nil {
				t.Fatal(r.Err())
			}
			c.run(d.change)
			c.differs(wanted, d.shows)
		})
	}
}

// foreign is what a person has besides: properties, a group, a clone of a
// template, rules, constraints, tags and access control.
const foreign = `property cluster-name=old maintenance-mode=false
property custom: rule date gt 2020-01-01 batch-limit=30
primitive a ocf:heartbeat:Dummy params fake="a & b < c" op monitor interval=10s
primitive b ocf:heartbeat:Dummy
group g a b
rsc_template tpl ocf:heartbeat:Dummy op monitor interval=7
primitive c @tpl
clone cl c meta interleave=true
location away g rule -inf: #uname eq other
order far Optional: g cl
tag t a b
op_defaults timeout=33
`

func TestForeignStaysAsItIs(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	c.crm("configure <<'END'\n" + foreign + "commit\nquit\nEND")
	c.run("sed -i 's/<resources>/&<!-- why -->/' cib.xml")
	before := c.configuration()
	if _, r := c.Apply(document()); r.Err() != nil {
		t.Fatal(r.Err())
	}
	added := without(c.configuration(), before)
	if lost := without(before, c.configuration()); len(lost) > 0 {
		t.Errorf("these lines are gone:\n%s", strings.Join(lost, "\n"))
	}
	if len(added) < 20 || slices.ContainsFunc(added, func(l string) bool { return strings.Contains(l, "Dummy") }) {
		t.Errorf("these lines are new:\n%s", strings.Join(added, "\n"))
	}
	c.differs(document(), "")
}

func TestAbsent(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	old := document()
	if _, r := c.Apply(old); r.Err() != nil {
		t.Fatal(r.Err())
	}
	lone := old
	lone.Primitives, lone.Colocations, lone.Orders = old.Primitives[:1], nil, nil
	c.differs(lone, "")
	lone.Absent = []string{"haproxy-resource"}
	_, r := c.Apply(lone)
	if r.Status != 78 || !strings.Contains(r.Stderr, "haproxy-resource") {
		t.Fatalf("removing what constraints refer to: status %d\n%s", r.Status, r.Stderr)
	}
	lone.Absent = append(lone.Absent, "loc", "ord", "never-was")
	c.differs(lone, `-primitive haproxy-resource systemd:haproxy
-  op monitor interval=20s timeout=60s on-fail=restart
-colocation loc INFINITY: virtual-ip-resource haproxy-resource
-order ord Mandatory: virtual-ip-resource haproxy-resource
`)
}

// A change that pacemaker's own check refuses leaves the cluster as it was,
// and check mode says so beforehand.
func TestRefused(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	unsafe := document()
	unsafe.Properties = cib.Values{"stonith-enabled": "yes"}
	before := c.configuration()
	change, err := c.Plan(unsafe)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]sh.Script{"preview": change.Steps[0].Preview, "remedy": change.Steps[0].Do} {
		r := c.Run(s)
		if r.Status != 78 || !strings.Contains(r.Stderr, "no STONITH resources have been defined") {
			t.Errorf("%s: status %d\n%s", name, r.Status, r.Stderr)
		}
	}
	if !slices.Equal(before, c.configuration()) {
		t.Error("the refused change was made")
	}
}

func TestChangedMeanwhile(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	change, err := c.Plan(document())
	if err != nil {
		t.Fatal(err)
	}
	c.run("crm_attribute --name batch-limit --update 7")
	r := c.Run(change.Script())
	if r.Status != 1 || !strings.Contains(r.Stderr, "has changed since") {
		t.Errorf("status %d\n%s", r.Status, r.Stderr)
	}
}

func TestNegativeSettleDoesNotWait(t *testing.T) {
	t.Parallel()
	c := document()
	c.Settle = -time.Second
	change, err := c.Plan("<configuration/>")
	if err != nil || strings.Contains(string(change.Script()), "crm_resource") {
		t.Errorf("%v\n%s", err, change.Script())
	}
}
