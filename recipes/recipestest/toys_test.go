package recipestest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// cell is a toy task: a file with a word in it. It writes into a log that it
// was done, and fails as long as there is another file.
type cell struct{ Host, Name, Want, File, Log string }

func (c cell) String() string                 { return c.Name }
func (c cell) Sample() (before, after string) { return "absent\n", c.Want + "\n" }
func (c cell) fails() string                  { return c.Log + "-fail-" + c.Host + "-" + url(c.Name) }
func (c cell) Probe() sh.Script               { return orAbsent(c.File) }
func (c cell) done() sh.Script                { return logged(c.Log, c.Host, c.Name, c.fails()) }
func url(name string) string                  { return strings.NewReplacer("/", "_", " ", "_").Replace(name) }
func orAbsent(file string) sh.Script {
	return "if [ -e " + sh.Word(file) + " ]; then cat " + sh.Word(file) + "; else echo absent; fi"
}
func (c cell) Plan(got string) (tasks.Change, error) {
	var change tasks.Change
	change.Differ("word", strings.TrimSpace(got), c.Want, sh.Lines(c.done(), "echo "+sh.Word(c.Want)+" >"+sh.Word(c.File)))
	return change, nil
}

func logged(log, host, name, unless string) sh.Script {
	return sh.Lines("[ ! -e "+sh.Word(unless)+" ]", "echo "+sh.Word(host+": "+name)+" >>"+sh.Word(log))
}

// paying is a toy handler.
type paying struct{ Host, Name, Log string }

func (p paying) Do() sh.Script {
	return logged(p.Log, p.Host, "handler "+p.Name, p.Log+"-fail-"+p.Host+"-handler_"+p.Name)
}
func (paying) Paid() sh.Script { return "" }

// toys makes random plays, for hosts that are directories.
type toys struct {
	*rand.Rand
	dir   string
	hosts []inventory.Host
	other inventory.Host // to which others delegate
	maker inventory.Host // which makes some hosts; none without a name
	made  []inventory.Host
	names map[string][]string
	ranks map[string]string

	surveys bool // some stages only look
}

func newToys(seed uint64, dir string) *toys {
	y := &toys{Rand: rand.New(rand.NewPCG(seed, 1)), dir: dir, names: map[string][]string{}, ranks: map[string]string{}}
	host := func(name string) inventory.Host {
		return inventory.Host{Name: name, Connection: inventory.Connection{Kind: inventory.Local, State: filepath.Join(dir, "state-"+name)}}
	}
	for i := range 1 + y.IntN(3) {
		y.hosts = append(y.hosts, host(fmt.Sprintf("h%d", i)))
	}
	y.other = host("other")
	if seed > 100 && seed <= 200 {
		y.maker = host("maker")
	}
	y.surveys = seed > 200
	return y
}

func (y *toys) log() string { return filepath.Join(y.dir, "log") }

func (y *toys) often() bool { return y.IntN(2) == 0 }

func (y *toys) cell(h, name, file string) cell {
	return cell{Host: h, Name: name, Want: "w", File: filepath.Join(y.dir, h+"-"+file), Log: y.log()}
}

// play is the same whenever it is built.
func (y *toys) Build(p *recipes.Play) error {
	if y.maker.Name != "" {
		y.makes(p)
	}
	for n := range 1 + y.IntN(3) {
		shape := y.shape()
		s := p.Stage(fmt.Sprintf("s%d", n), y.hosts, recipes.RoleFunc(func(h *recipes.Host) error {
			y.role(h, n, shape)
			return nil
		}))
		s.Once = shape.once
		if shape.serial {
			s.Serial = recipes.Batches{recipes.Hosts(1)}
		}
		if s.Survey = shape.survey; s.Survey && n%2 == 1 {
			s.MaxFail = recipes.Hosts(0)
		}
	}
	return nil
}

// makes adds a stage that makes some of the hosts.
func (y *toys) makes(p *recipes.Play) {
	y.made = y.hosts[:1+y.IntN(len(y.hosts))]
	s := p.Stage("make", []inventory.Host{y.maker}, recipes.RoleFunc(func(h *recipes.Host) error {
		for _, in := range y.made {
			h.Do(y.cell("maker", "make "+in.Name, in.Name))
		}
		return nil
	}))
	s.Creates = y.made
}

// Dial reaches the hosts that are made.
func (y *toys) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	for _, made := range y.made {
		if _, err := os.Stat(y.cell("maker", "", h.Name).File); made.Name == h.Name && err != nil {
			return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: err}
		}
	}
	return local.Dialer{}.Dial(ctx, h)
}

// shape is what all hosts of a stage have in common.
type shape struct {
	once, serial, turns, rolls, flush, survey bool

	tasks int
}

func (y *toys) shape() shape {
	s := shape{tasks: 1 + y.IntN(4), flush: y.often()}
	s.survey = y.surveys && y.often()
	switch y.IntN(5) {
	case 0:
		s.once = true
	case 1:
		s.serial = true
	case 2:
		s.turns = true
	case 3:
		s.rolls = true
	}
	return s
}

func (y *toys) role(h *recipes.Host, n int, s shape) {
	handlers := []*recipes.Handler{
		h.Handler("one", paying{h.Name, "one", y.log()}),
		h.Handler("two", paying{h.Name, "two", y.log()}),
		h.Handler("three", paying{h.Name, "three", y.log()}),
	}
	for i := range s.tasks {
		name := fmt.Sprintf("t%d-%d", n, i)
		var notify []*recipes.Handler
		for _, hd := range handlers {
			if y.often() {
				notify = append(notify, hd)
			}
		}
		switch y.IntN(6) {
		case 0:
			h.DoOn(y.other, y.cell("other", name+" for "+h.Name, url(name+h.Name)), notify...)
		case 1:
			h.DoThen(recipes.Late{Name: name, From: y.hosts[:1], Source: "echo " + sh.Word(name), Make: func(said []recipes.Answer) (recipes.Made, error) {
				if said[0].Err != nil {
					return recipes.Made{}, said[0].Err
				}
				return recipes.Made{Task: y.cell(h.Name, strings.TrimSpace(said[0].Printed), name)}, nil
			}}, notify...)
		default:
			h.DoThen(y.cell(h.Name, name, name), notify...)
		}
		if s.flush && i == 1 {
			h.Flush()
		}
	}
	if !s.turns && !s.rolls {
		return
	}
	r := y.rolling(h.Name)
	if s.turns {
		h.TakeTurns(r)
	} else {
		handlers[1].Rolling = r
	}
}

// rolling drains before and undrains after.
func (y *toys) rolling(h string) *recipes.Rolling {
	drained, back := y.cell(h, "drained", "drain"), y.cell(h, "back", "drain")
	drained.Want, back.Want = "drained", "absent"
	return &recipes.Rolling{
		Name: "r", Rank: "echo " + sh.Word(y.ranks[h]),
		Before: []tasks.Task{drained}, After: []tasks.Task{back}, Gate: []tasks.Task{y.cell(h, "gate", "gate")},
	}
}
