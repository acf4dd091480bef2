package recipestest

import "github.com/hrun-dev/hrun/recipes"

// run is one check, or one apply.
type run struct {
	*World
	memory  // in check a copy, in which handlers become owed
	check   bool
	hosts   map[string]*host
	story   story
	changed bool // something was, or would be
	stopped bool // no host begins anything more
	halting bool // because of surveys, that is so once another stage begins
}

// host is a host in a run.
type host struct {
	name    string
	pending bool  // something was, or would be, changed that may matter here
	err     error // why it does nothing more
	broken  bool  // by itself
	finding error // of a survey, the first

	changed     bool   // it was, or would be
	differences int    // how often
	before      before // the stage

	unmade  error // in check: a stage would make it first
	skipped error // why it takes no part, until that is told
}

// before is what a host was like when the stage began: what others go by that
// ask it something.
type before struct{ failed, changed bool }

// Check returns what [World.Apply] would do, in the order in which it would do
// it, and changes nothing. It is a text of lines that are indented by what
// they belong to: stages, hosts, tasks, and what of these would change. What
// takes several lines is shown as a unified diff.
//
// As in check mode, a task that cannot be judged before others are done is
// "waiting", hosts do not take turns, and previews are not run. The text is
// empty if there is nothing to do.
func (w *World) Check() string { return w.run(&run{World: w, memory: w.memory.clone(), check: true}) }

// Apply does what is to be done and returns it as [World.Check] does. Hosts
// that would work at the same time do so one after another here.
//
// A remedy that was told to fail is "failed", and so is a task that cannot be
// judged while nothing was changed before. Where something was, that is taken
// for the cure: the task is "settled", which is to say done in an unknown way,
// unless [World.Then] says what there is to be seen by then. A change of an
// earlier Apply is a cure, too.
func (w *World) Apply() string {
	r := &run{World: w, memory: w.memory}
	text := w.run(r)
	clear(w.fails)
	w.cured = w.cured || r.changed
	for name, h := range r.hosts {
		w.lived[name] = w.lived[name] || h.err == nil
	}
	return text
}

func (w *World) run(r *run) string {
	w.t.Helper()
	r.hosts = map[string]*host{}
	for _, s := range w.play.Stages {
		for _, h := range s.Hosts {
			if r.hosts[h.Name] == nil {
				r.hosts[h.Name] = &host{name: h.Name}
			}
		}
	}
	for _, s := range w.play.Stages {
		r.stage(s)
	}
	return conceal(r.story.String(), append(secretsOf(w.play), r.story.secrets...))
}

// do brings the host through the work, unless it has failed.
func (r *run) do(h *host, ws []recipes.Work) {
	r.t.Helper()
	for _, w := range ws {
		if h.err != nil {
			return
		}
		r.task(h, w)
	}
}
