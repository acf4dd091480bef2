package cib_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/cib"
)

func TestValid(t *testing.T) {
	if err := document().Validate(); err != nil {
		t.Error(err)
	}
	if err := (cib.Configuration{}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestValidate(t *testing.T) {
	for want, spoil := range map[string]func(*cib.Configuration){
		"the cluster writes it itself":  func(c *cib.Configuration) { c.Properties["dc-version"] = "2" },
		"is not a name":                 func(c *cib.Configuration) { c.ResourceDefaults[""] = "1" },
		"control characters":            func(c *cib.Configuration) { c.Primitives[0].Params["ip"] = "a\nb" },
		`the value "\xff"`:              func(c *cib.Configuration) { c.Primitives[0].Meta["x"] = "\xff" },
		`"" is not an id`:               func(c *cib.Configuration) { c.Primitives[1].ID = "" },
		`"9 lives" is not an id`:        func(c *cib.Configuration) { c.Absent = []string{"9 lives"} },
		"the id loc is used twice":      func(c *cib.Configuration) { c.Orders[0].ID = "loc" },
		"the id ord is used twice":      func(c *cib.Configuration) { c.Absent = []string{"ord"} },
		`"haproxy" is not an agent`:     func(c *cib.Configuration) { c.Primitives[1].Agent = "haproxy" },
		`"ocf:haproxy" is not an agent`: func(c *cib.Configuration) { c.Primitives[1].Agent = "ocf:haproxy" },
		`there is no primitive "web"`:   func(c *cib.Configuration) { c.Colocations[0].With = "web" },
		"names haproxy-resource twice":  func(c *cib.Configuration) { c.Orders[0].First = c.Orders[0].Then },
		`score "much"`:                  func(c *cib.Configuration) { c.Colocations[0].Score = "much" },
		`there is no kind "inf"`:        func(c *cib.Configuration) { c.Orders[0].Kind = "inf" },
		`"" is not an operation`:        func(c *cib.Configuration) { c.Primitives[0].Operations[0].Name = "" },
		"two operations monitor every 20s": func(c *cib.Configuration) {
			c.Primitives[0].Operations = append(c.Primitives[0].Operations, c.Primitives[0].Operations[0])
		},
		"-1s is not a whole number of milliseconds":  func(c *cib.Configuration) { c.Primitives[0].Operations[0].Interval = -time.Second },
		"20ns is not a whole number of milliseconds": func(c *cib.Configuration) { c.Primitives[0].Operations[0].Timeout = 20 },
		"operation start cannot recur":               func(c *cib.Configuration) { c.Primitives[0].Operations[0].Name = "start" },
		`there is no reaction "dance"`:               func(c *cib.Configuration) { c.Primitives[0].Operations[0].OnFail = "dance" },
	} {
		c := document()
		c.Primitives[0].Operations = append([]cib.Operation(nil), c.Primitives[0].Operations...)
		spoil(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}
