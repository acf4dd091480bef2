package cib_test

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// document is a floating address that follows a proxy.
func document() cib.Configuration {
	monitor := cib.Operation{Name: "monitor", Interval: 20 * time.Second, Timeout: time.Minute, OnFail: cib.Restart}
	return cib.Configuration{
		Properties:       cib.Values{"stonith-enabled": "no", "no-quorum-policy": "ignore"},
		ResourceDefaults: cib.Values{"resource-stickiness": "100"},
		Primitives: []cib.Primitive{
			{
				ID:    "virtual-ip-resource",
				Agent: "ocf:heartbeat:IPaddr2",
				Params: cib.Values{
					"ip": "192.168.4.20", "broadcast": "192.168.4.31", "nic": "enp0s3.41", "cidr_netmask": "27",
				},
				Meta:       cib.Values{"migration-threshold": "2"},
				Operations: []cib.Operation{monitor},
			},
			{ID: "haproxy-resource", Agent: "systemd:haproxy", Operations: []cib.Operation{monitor}},
		},
		Colocations: []cib.Colocation{{ID: "loc", Resource: "virtual-ip-resource", With: "haproxy-resource"}},
		Orders:      []cib.Order{{ID: "ord", First: "virtual-ip-resource", Then: "haproxy-resource"}},
	}
}

// A live configuration in which only the interval of a monitor and a cluster
// option differ, although everything is written in another way.
func ExampleConfiguration_Plan() {
	c := cib.Configuration{
		Properties: cib.Values{"stonith-enabled": "no", "no-quorum-policy": "ignore"},
		Primitives: []cib.Primitive{{
			ID:         "web",
			Agent:      "systemd:haproxy",
			Operations: []cib.Operation{{Name: "monitor", Interval: 20 * time.Second, Timeout: time.Minute}},
		}},
	}
	change, err := c.Plan(`<configuration>
  <crm_config>
    <cluster_property_set id="cib-bootstrap-options">
      <nvpair id="a" name="no-quorum-policy" value="stop"/>
      <nvpair id="b" name="stonith-enabled" value="false"/>
      <nvpair id="c" name="dc-version" value="2.1.5"/>
    </cluster_property_set>
  </crm_config>
  <nodes/>
  <resources>
    <primitive id="web" class="systemd" type="haproxy">
      <operations>
        <op id="web-monitor" name="monitor" interval="10s" timeout="60000ms"/>
      </operations>
    </primitive>
  </resources>
  <constraints/>
</configuration>`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range change.Steps {
		fmt.Printf("was:\n%swant:\n%s", s.Was, s.Want)
	}
	// Output:
	// was:
	// property no-quorum-policy=stop
	// property stonith-enabled=false
	// primitive web systemd:haproxy
	//   op monitor interval=10s timeout=60000ms
	// want:
	// property no-quorum-policy=ignore
	// property stonith-enabled=false
	// primitive web systemd:haproxy
	//   op monitor interval=20s timeout=60000ms
}

func ExampleConfiguration_Validate() {
	c := cib.Configuration{
		Primitives:  []cib.Primitive{{ID: "vip", Agent: "IPaddr2"}},
		Colocations: []cib.Colocation{{ID: "loc", Resource: "vip", With: "web"}},
	}
	fmt.Println(c.Validate())
	// Output:
	// 2 errors occurred:
	// 	* primitive vip: "IPaddr2" is not an agent, such as ocf:heartbeat:IPaddr2 or systemd:haproxy
	// 	* colocation loc: there is no primitive "web"
}
