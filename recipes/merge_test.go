package recipes_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// goods is a toy task that can be done together with others of its kind.
type goods struct{ Kind, Names string }

func (g goods) String() string                  { return g.Kind + " " + g.Names }
func (goods) Probe() sh.Script                  { return "true" }
func (goods) Plan(string) (tasks.Change, error) { return tasks.Change{}, nil }
func (g goods) Merge(next tasks.Task) (tasks.Task, bool) {
	n, ok := next.(goods)
	return goods{g.Kind, g.Names + " " + n.Names}, ok && n.Kind == g.Kind
}

func TestNeighboursThatCanBeOneBecomeOne(t *testing.T) {
	for name, c := range map[string]struct {
		on   func(h *recipes.Host)
		want string
	}{
		"neighbours": {func(h *recipes.Host) {
			h.Do(goods{"buy", "a"}, goods{"buy", "b"}, goods{"buy", "c"}, note{Name: "x"}, goods{"buy", "d"}, goods{"buy", "e"})
		}, "buy a b c|note x|buy d e"},
		"another kind": {func(h *recipes.Host) { h.Do(goods{"buy", "a"}, goods{"sell", "b"}, goods{"sell", "c"}) }, "buy a|sell b c"},
		"other handlers": {func(h *recipes.Host) {
			ring, knock := h.Handler("ring", bell{"1"}), h.Handler("knock", bell{"2"})
			h.DoThen(goods{"buy", "a"}, ring, knock)
			h.DoThen(goods{"buy", "b"}, knock, ring)
			h.DoThen(goods{"buy", "c"}, ring)
			h.Do(goods{"buy", "d"})
		}, "buy a b -> ring knock|buy c -> ring|buy d"},
		"other limits": {func(h *recipes.Host) {
			h.DoWithin(recipes.Limits{Tries: 2}, goods{"buy", "a"})
			h.DoWithin(recipes.Limits{Tries: 2}, goods{"buy", "b"})
			h.DoWithin(recipes.Limits{Tries: 3}, goods{"buy", "c"})
		}, "buy a b|buy c"},
		"a flush between": {func(h *recipes.Host) {
			ring := h.Handler("ring", bell{"1"})
			h.DoThen(goods{"buy", "a"}, ring)
			h.Flush()
			h.DoThen(goods{"buy", "b"}, ring)
		}, "buy a -> ring|handler ring (flushed early)|buy b -> ring"},
		"a third of that name": {func(h *recipes.Host) {
			h.Do(goods{"buy", "a b"}, note{Name: "x"}, goods{"buy", "a"}, goods{"buy", "b"})
		}, "buy a b|note x|buy a|buy b"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := build(t, c.on)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range s.Hosts[0].Work {
				line := w.Task.String()
				for i, n := range w.Notify {
					line += []string{" -> ", " "}[min(i, 1)] + n.Name
				}
				got = append(got, line)
			}
			if want := strings.Split(c.want, "|"); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
