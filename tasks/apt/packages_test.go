package apt

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func wanted() map[string]tasks.Task {
	return map[string]tasks.Task{
		"two":     Packages{Names: []string{"corosync", "haproxy"}},
		"one":     Packages{Names: []string{"haproxy"}},
		"foreign": Packages{Names: []string{"libc6:i386"}},
		"absent":  Absent{Names: []string{"haproxy"}},
		"purged":  Absent{Names: []string{"haproxy"}, Purge: true},
	}
}

func TestPlans(t *testing.T) { taskstest.Plans(t, wanted()) }

func TestGolden(t *testing.T) {
	one := Packages{Names: []string{"haproxy"}, Recommends: true, LockTimeout: 1500 * time.Millisecond, CacheAge: 24 * time.Hour}
	taskstest.Golden(t, "packages-probe", one.Probe())
	c, err := one.Plan("haproxy||not-installed\n")
	if err != nil {
		t.Fatal(err)
	}
	taskstest.Golden(t, "packages-install", c.Steps[0].Do)
}

func TestValidate(t *testing.T) {
	for want, task := range map[string]interface{ Validate() error }{
		"no packages are named":  Packages{},
		`"-y" is not the name`:   Packages{Names: []string{"-y"}},
		`"a b" is not the name`:  Absent{Names: []string{"a b"}},
		`"hap*" is not the name`: Absent{Names: []string{"hap*"}},
		"-1s is negative":        Packages{Names: []string{"haproxy"}, LockTimeout: -time.Second},
		"-1h0m0s is negative":    Packages{Names: []string{"haproxy"}, CacheAge: -time.Hour},
	} {
		if err := task.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", task, err, want)
		}
	}
	for _, task := range wanted() {
		if err := task.(interface{ Validate() error }).Validate(); err != nil {
			t.Error(err)
		}
	}
}
