package cloudinit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestConfigIsRefused(t *testing.T) {
	key := hostKey()
	key.Public = ""
	for want, c := range map[string]cloudinit.Config{
		`/etc/hosts cannot be treated as "yes"`:    {EtcHosts: "yes"},
		"a user has no name":                       {Users: []cloudinit.User{{}}},
		"user a: the uid -1 is negative":           {Users: []cloudinit.User{{Name: "a", UID: -1}}},
		"a group has no name":                      {Groups: []cloudinit.Group{{}}},
		`cannot be of the type "dsa"`:              {HostKeys: []cloudinit.HostKey{{Type: "dsa"}}},
		"not both of its halves":                   {HostKeys: []cloudinit.HostKey{key}},
		`"a" is not the absolute path of a file`:   {WriteFiles: []cloudinit.File{{Path: "a"}}},
		`"/a/" is not the absolute path`:           {WriteFiles: []cloudinit.File{{Path: "/a/"}}},
		`the mode "0o600" is not octal`:            {WriteFiles: []cloudinit.File{{Path: "/a", Mode: "0o600"}}},
		"has a content and a secret one":           {WriteFiles: []cloudinit.File{{Path: "/a", Content: "a", Secret: sh.NewSecret("b")}}},
		"a command is empty":                       {Run: []cloudinit.Command{{}}},
		"a command has a line and arguments":       {Boot: []cloudinit.Command{{Line: "a", Args: []string{"b"}}}},
		"a package has no name":                    {Packages: []string{""}},
		`the apt source "" says nothing`:           {APT: cloudinit.APT{Sources: []cloudinit.APTSource{{Source: "a"}}}},
		`the apt source "a" says nothing`:          {APT: cloudinit.APT{Sources: []cloudinit.APTSource{{Name: "a"}}}},
		`there are two apt sources "a"`:            {APT: cloudinit.APT{Sources: []cloudinit.APTSource{{Name: "a", Source: "b"}, {Name: "a", Source: "c"}}}},
		"the delay 30s is not in whole minutes":    {PowerState: cloudinit.PowerState{Mode: "halt", Delay: 30 * time.Second}},
		"the timeout -1s is not in whole seconds":  {PowerState: cloudinit.PowerState{Mode: "halt", Timeout: -time.Second}},
		`"sleep" is none of reboot, poweroff, hal`: {PowerState: cloudinit.PowerState{Mode: "sleep"}},
	} {
		if _, err := c.Text(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one with %q", err, want)
		}
	}
}
