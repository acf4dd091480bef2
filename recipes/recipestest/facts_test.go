package recipestest_test

import (
	"errors"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/facts"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/file"
)

func TestHostKnowing(t *testing.T) {
	role := recipes.RoleFunc(func(h *recipes.Host) error {
		if kernel, known := facts.Kernel().Of(h); known {
			h.Do(file.Content{Path: "/etc/kernel", Body: kernel})
		}
		return nil
	})
	h, err := recipestest.HostKnowing("a", map[string]string{"kernel": "6.1\n"}, role)
	if err != nil || recipestest.Outline(h) != "file /etc/kernel\n" || h.Work[0].Task.(file.Content).Body != "6.1" {
		t.Errorf("%v, %v", h, err)
	}
	var needs *recipes.NeedsError
	if _, err := recipestest.HostKnowing("a", nil, role); !errors.As(err, &needs) {
		t.Error(err)
	}
}
