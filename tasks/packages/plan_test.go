package packages

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func wanted() map[string]tasks.Task {
	return map[string]tasks.Task{
		"two":     Set{Names: []string{"corosync", "haproxy"}},
		"one":     Set{Names: []string{"haproxy"}},
		"foreign": Set{Names: []string{"libc6:i386"}},
		"absent":  Set{Absent: []string{"haproxy"}},
		"purged":  Set{Absent: []string{"haproxy"}, Purge: true},
		"swap":    Set{Names: []string{"exim4"}, Absent: []string{"postfix"}},
		"version": Set{Names: []string{"haproxy=2.6-1"}},
		"pinned":  Set{Names: []string{"haproxy=2.6-1"}, Held: []string{"haproxy"}},
		"latest":  Set{Latest: []string{"openssl"}},
		"held":    Set{Held: []string{"corosync"}, Released: []string{"haproxy"}},
	}
}

func TestPlans(t *testing.T) {
	all := wanted()
	all["upgraded"] = Upgraded{}
	all["toys"] = Upgraded{Sources: []string{"toy", "g++-12"}}
	all["lists"] = Lists{}
	all["full"] = Upgraded{Full: true, Autoremove: true, CacheAge: 24 * time.Hour}
	taskstest.Plans(t, all)
}

func TestGolden(t *testing.T) {
	one := Set{Names: []string{"haproxy"}, Recommends: true, LockTimeout: 1500 * time.Millisecond, CacheAge: 24 * time.Hour}
	taskstest.Golden(t, "probe", one.Probe())
	taskstest.Golden(t, "probe-latest", Set{Latest: []string{"openssl"}}.Probe())
	taskstest.Golden(t, "probe-upgraded", Upgraded{}.Probe())
	taskstest.Golden(t, "probe-sources", Upgraded{Sources: []string{"toy", "g++-12"}}.Probe())
	taskstest.Golden(t, "probe-lists", Lists{}.Probe())
	taskstest.Golden(t, "probe-full", Upgraded{Full: true, Autoremove: true}.Probe())
	for _, m := range []string{"apt", "dnf", "apk"} {
		c, err := one.Plan(m + "\n")
		if err != nil {
			t.Fatal(err)
		}
		taskstest.Golden(t, "install-"+m, c.Steps[0].Do)
	}
}

func TestString(t *testing.T) {
	for want, s := range map[string]Set{
		"packages aa bb=1":                   {Names: []string{"aa", "bb=1"}},
		"packages absent aa":                 {Absent: []string{"aa"}},
		"packages aa, latest bb, held aa":    {Names: []string{"aa"}, Latest: []string{"bb"}, Held: []string{"aa"}},
		"packages absent cc dd, released aa": {Absent: []string{"cc", "dd"}, Released: []string{"aa"}},
	} {
		if s.String() != want {
			t.Errorf("%q, want %q", s, want)
		}
	}
}

func TestValidate(t *testing.T) {
	a := []string{"haproxy"}
	for want, s := range map[string]Set{
		"no packages are named":                                   {},
		`"-y" is not the name`:                                    {Names: []string{"-y"}},
		`"a b" is not the name`:                                   {Absent: []string{"a b"}},
		`"hap*" is not the name`:                                  {Latest: []string{"hap*"}},
		`"@base" is not the name`:                                 {Names: []string{"@base"}},
		`"" is not the name`:                                      {Held: []string{""}},
		`"1 2" is not the version`:                                {Names: []string{"haproxy=1 2"}},
		`"" is not the version`:                                   {Names: []string{"haproxy="}},
		`"1.*" is not the version`:                                {Names: []string{"haproxy=1.*"}},
		`"haproxy=1" has a version`:                               {Latest: []string{"haproxy=1"}},
		`both "haproxy" and "haproxy=1" are wanted`:               {Names: []string{"haproxy", "haproxy=1"}},
		`both "haproxy" and "latest haproxy" are wanted`:          {Names: a, Latest: a},
		`both "haproxy" and "absent haproxy" are wanted`:          {Names: a, Absent: a},
		`both "held haproxy" and "released haproxy" are wanted`:   {Held: a, Released: a},
		"haproxy is to be latest and held":                        {Latest: a, Held: a},
		"haproxy is to be absent and held":                        {Absent: a, Held: a},
		"a LockTimeout of -1s is negative":                        {Names: a, LockTimeout: -time.Second},
		"a CacheAge of -1h0m0s is negative":                       {Names: a, CacheAge: -time.Hour},
		"dnf cannot hold packages":                                {Held: a, Manager: DNF},
		`there is no package manager "yum": want apt, dnf or apk`: {Names: a, Manager: "yum"},
	} {
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", s, err, want)
		}
	}
	for _, task := range wanted() {
		if err := task.(Set).Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestMerge(t *testing.T) {
	a := Set{Names: []string{"aa", "bb"}}
	for _, c := range []struct {
		next tasks.Task
		want string // empty if they are not one
	}{
		{Set{Names: []string{"bb", "cc"}}, "packages aa bb cc"},
		{Set{Absent: []string{"cc"}, Purge: true, Latest: []string{"dd"}}, "packages aa bb, latest dd, absent cc"},
		{Set{Released: []string{"aa"}}, "packages aa bb, released aa"},
		{Set{Absent: []string{"aa"}}, ""},
		{Set{Names: []string{"aa=1"}}, ""},
		{Set{Names: []string{"cc"}, Recommends: true}, ""},
		{Set{Names: []string{"cc"}, LockTimeout: time.Second}, ""},
		{Set{Names: []string{"cc"}, CacheAge: time.Hour}, ""},
		{Set{Names: []string{"cc"}, Manager: DNF}, ""},
		{nil, ""},
	} {
		both, ok := a.Merge(c.next)
		if ok != (c.want != "") || ok && both.String() != c.want {
			t.Errorf("%v and %v: %v, %v", a, c.next, both, ok)
		}
	}
	purge := Set{Absent: []string{"aa"}, Purge: true}
	if both, ok := purge.Merge(Set{Absent: []string{"bb"}}); ok {
		t.Errorf("%v purges bb, whose configuration was to stay", both)
	}
}
