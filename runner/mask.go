package runner

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// mask hides secrets, by value, in everything that is shown. Names of hosts
// are left alone: everything is told by them. It is safe for concurrent use.
type mask struct {
	r atomic.Pointer[strings.Replacer]

	others func() []sh.Secret // see [Runner.Secrets]; may be nil
	heard  atomic.Int64       // how many the others have told

	mu    sync.Mutex
	known known
}

// newMask knows the secrets of the stages and of the hosts.
func newMask(stages []*recipes.Stage, hosts ...inventory.Host) *mask {
	m := &mask{known: known{}}
	m.learn(func(k known) {
		for _, h := range hosts {
			k.login(h)
		}
		k.stages(stages)
	})
	return m
}

// learn adds secrets to those that are masked from now on.
func (m *mask) learn(add func(known)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.known)
	if add(m.known); len(m.known) == before && m.r.Load() != nil {
		return // it takes a while for many secrets
	}
	m.r.Store(m.known.replacer())
}

// known is a set of secrets.
type known map[string]bool

func (k known) stages(stages []*recipes.Stage) {
	for _, s := range stages {
		for _, h := range s.Hosts {
			k.login(h.Host)
			for _, w := range h.Work {
				k.of(w.Task)
				if late, ok := w.Task.(recipes.Late); ok {
					for _, from := range late.From {
						k.login(from)
					}
				}
			}
			k.turns(h.Rolling)
			for _, hd := range h.Handlers {
				k.of(hd.Action)
				k.turns(hd.Rolling)
			}
		}
	}
}

func (k known) login(h inventory.Host) {
	k[string(h.Connection.Password)] = true
	k[string(h.Connection.Become.Password)] = true
}

// inventory adds what an inventory has read from elsewhere; it may be nil.
func (k known) inventory(inv *inventory.Inventory) {
	if inv == nil {
		return
	}
	for _, secret := range inv.Secrets() {
		k[string(secret)] = true
	}
}

// turns adds the secrets of what encloses the turns of a Rolling; it may be nil.
func (k known) turns(r *recipes.Rolling) {
	if r == nil {
		return
	}
	for _, ts := range [][]tasks.Task{r.Before, r.After, r.Gate} {
		for _, t := range ts {
			k.of(t)
		}
	}
}

// of adds the secrets of a task or an action, if it has any.
func (k known) of(work any) {
	if d, ok := work.(recipes.Delegated); ok {
		k.login(d.Host)
	}
	if s, ok := work.(tasks.Secretive); ok {
		k.values(s.Secrets())
	}
}

func (k known) values(secrets []sh.Secret) {
	for _, secret := range secrets {
		k[secret.Reveal()] = true
	}
}

func (k known) replacer() *strings.Replacer {
	all := []string{sh.Masked} // what is masked stays so, even if a secret is "secret"
	for secret := range k {
		all = append(all, forms(secret)...)
	}
	// The replacer prefers what is named first: one secret may begin another.
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	var pairs []string
	for _, form := range slices.Compact(all) {
		pairs = append(pairs, form, sh.Masked)
	}
	return strings.NewReplacer(pairs...)
}

func (m *mask) string(s string) string {
	m.listen()
	return m.r.Load().Replace(s)
}

// listen learns what others have come to know.
func (m *mask) listen() {
	if m.others == nil {
		return
	}
	told := m.others()
	if int64(len(told)) == m.heard.Load() {
		return
	}
	m.learn(func(k known) { k.values(told) })
	m.heard.Store(int64(len(told)))
}

// Mask returns the text with the secrets masked as a run masks them: by value,
// line by line, and in the usual encodings.
func Mask(text string, secrets ...sh.Secret) string {
	m := newMask(nil)
	m.learn(func(k known) { k.values(secrets) })
	return m.string(text)
}

func (m *mask) event(e *report.Event) {
	for _, s := range []*string{&e.Stage, &e.Task, &e.Found, &e.Hint, &e.Stderr, &e.Line, &e.Warning} {
		*s = m.string(*s)
	}
	e.Err = m.error(e.Err)
	e.Steps = slices.Clone(e.Steps)
	for i, s := range e.Steps {
		e.Steps[i] = report.Step{Field: m.string(s.Field), Was: m.string(s.Was), Want: m.string(s.Want), Expect: m.string(s.Expect)}
	}
}

func (m *mask) result(r ExecResult) ExecResult {
	r.Stdout, r.Stderr, r.Err = m.string(r.Stdout), m.string(r.Stderr), m.error(r.Err)
	return r
}
