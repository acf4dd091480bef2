package plan

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/hrun-dev/hrun/runner/report"
)

// Difference is a task of which something else is found now than was planned.
type Difference struct {
	Then, Now *Task // nil where there is no such task
}

// DriftError says that the hosts, or what is wanted of them, are not what they
// were when the plan was made.
type DriftError struct {
	Differences []Difference
	Hosts       string // how the inventory has other hosts; empty if it has the same

	// Underway says that the change of one host was refused when its turn
	// came. Otherwise nothing was changed on any host.
	Underway bool
}

func (e *DriftError) Error() string {
	if e.Underway { // the task that it is about is named already
		d := e.Differences[0]
		return fmt.Sprintf("not as planned; then: %s; now: %s", d.Then.text(), d.Now.text())
	}
	var b strings.Builder
	b.WriteString("this is not what was planned, and nothing was changed; plan again")
	if e.done() {
		b.WriteString(" for what is left, if anything is: all that differs is as described by now")
	}
	if e.Hosts != "" {
		b.WriteString("\n  " + e.Hosts)
	}
	for _, d := range e.Differences {
		of := d.Then
		if of == nil {
			of = d.Now
		}
		fmt.Fprintf(&b, "\n  %s: %s: %s\n    planned then: %s\n    planned now:  %s", of.Host, of.Stage, of.Task, d.Then.text(), d.Now.text())
	}
	return b.String()
}

// done reports whether whatever differs needs no more work: the plan has been
// carried out since, or as far as a failure let it.
func (e *DriftError) done() bool {
	done := false
	for _, d := range e.Differences {
		if d.Then == nil || d.Then.Result == report.OK || d.Now != nil && d.Now.Result != report.OK {
			return false
		}
		done = done || d.Now != nil
	}
	return done
}

// text says in one line what was found out about a task.
func (t *Task) text() string {
	if t == nil {
		return "no such task"
	}
	s := string(t.Result)
	for i, step := range t.Steps {
		s += []string{"; ", ", "}[min(i, 1)] + step.text()
	}
	if t.Why != "" {
		s += ": " + t.Why
	}
	if t.Digest != "" {
		s += " [" + t.Digest[:min(8, len(t.Digest))] + "]"
	}
	return s
}

// text says what differs: of values of several lines, which lines go and come.
func (s Step) text() string {
	if strings.Count(s.Was, "\n")+strings.Count(s.Want, "\n") <= 2 {
		return fmt.Sprintf("%s %s -> %s", s.Field, brief(s.Was), brief(s.Want))
	}
	return s.Field + first(" -", without(s.Was, s.Want)) + first(" +", without(s.Want, s.Was))
}

// first shows the first lines, each after a sign.
func first(sign string, lines []string) string {
	text := ""
	for i, line := range lines {
		if i == 3 {
			return text + fmt.Sprintf(" (%s%d more)", strings.TrimSpace(sign), len(lines)-i)
		}
		text += sign + brief(strings.TrimSuffix(line, "\n"))
	}
	return text
}

// brief shows the beginning of a value.
func brief(s string) string {
	if r := []rune(s); len(r) > 60 {
		return fmt.Sprintf("%q…", string(r[:60]))
	}
	return fmt.Sprintf("%q", s)
}

// key is what a task is found by; a stage may have a task of one name once for
// each host.
type key struct{ host, stage, task string }

func (t Task) key() key { return key{t.Host, t.Stage, t.Task} }

// index is tasks by key; a play may have several of one key.
type index map[key][]*Task

func (x index) take(k key) *Task {
	if len(x[k]) == 0 {
		return nil
	}
	t := x[k][0]
	x[k] = x[k][1:]
	return t
}

func indexed(tasks []Task) index {
	x := index{}
	for i := range tasks {
		k := tasks[i].key()
		x[k] = append(x[k], &tasks[i])
	}
	return x
}

// Compare returns what is found of the tasks now, and was not when the plan was
// made, in the order of the plan; tasks that it does not have come last. Why a
// task waits does not count.
func (p Plan) Compare(now []Task) []Difference {
	var ds []Difference
	left := indexed(now)
	for i := range p.Tasks {
		then := &p.Tasks[i]
		if is := left.take(then.key()); is == nil || !then.same(*is) {
			ds = append(ds, Difference{then, is})
		}
	}
	for i := range now {
		if is := &now[i]; len(left[is.key()]) > 0 && left[is.key()][0] == is {
			left.take(is.key())
			ds = append(ds, Difference{Now: is})
		}
	}
	return ds
}

func (t Task) same(other Task) bool {
	t.Why, other.Why = "", ""
	return reflect.DeepEqual(t, other)
}
