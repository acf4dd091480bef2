package recipestest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// greeter is a role.
func greeter(h *recipes.Host) error {
	h.Do(file.Directory{Path: "/etc/greeter"})
	reload := h.Handler("reload greeter", systemd.Reload("greeter"))
	h.DoThen(file.Content{Path: "/etc/greeter/text"}, reload, h.Handler("restart greeter", systemd.Restart("greeter")))
	return nil
}

func ExampleOutline() {
	host, err := recipestest.Host("node01", recipes.RoleFunc(greeter))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(recipestest.Outline(host))
	// Output:
	// directory /etc/greeter
	// file /etc/greeter/text -> reload greeter, restart greeter
}

func TestFaultsOfRoles(t *testing.T) {
	bad := recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(file.Directory{Path: "relative"})
		return nil
	})
	if _, err := recipestest.Host("node01", bad); err == nil || !strings.Contains(err.Error(), "relative") {
		t.Errorf("the fault is %v", err)
	}
	if _, err := recipestest.Host("", bad); err == nil {
		t.Error("a host without a name was taken")
	}
}
