// Package debconf answers the questions that Debian packages ask when they are
// configured.
package debconf

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Answers wants debconf to know the answers to questions of a package, so that
// its installation, which asks nobody, finds them. It belongs before the
// [packages.Set] that installs the package. The questions are those of the
// package's templates; what debconf knows of an installed package is shown by
// debconf-show.
//
// A package that is already installed has been configured with other answers.
// Debconf then knows the new ones, and the plan says that the package does not
// yet, unless Reconfigure is set. Some packages let their configuration files
// win over debconf: with these, an answer does not stay.
//
// Only debconf's usual databases in /var/cache/debconf are looked at, see
// debconf.conf(5).
type Answers struct {
	Package string // that owns the questions
	Answers []Answer

	// Reconfigure runs dpkg-reconfigure after a change of the answers, if the
	// package is installed.
	Reconfigure bool
}

// Answer is the answer to one question.
type Answer struct {
	Question string // e.g. "postfix/main_mailer_type"

	// Type is that of the question's template: string, boolean, select,
	// multiselect, note, text, title or password. Empty means string, or
	// password if there is a Secret.
	Type string

	// Value is one line: for a boolean "true" or "false", for a multiselect
	// the choices with ", " between them. It may be empty.
	Value string

	// Secret is a Value that is never shown. The host stores it as it stores
	// any other, except that passwords are in a file that only root can read.
	Secret sh.Secret
}

var (
	_ tasks.Task      = Answers{}
	_ tasks.Sampler   = Answers{}
	_ tasks.Secretive = Answers{}
)

// String returns "debconf PACKAGE".
func (a Answers) String() string { return "debconf " + a.Package }

// Secrets returns the answers that are secret.
func (a Answers) Secrets() []sh.Secret {
	var s []sh.Secret
	for _, answer := range a.Answers {
		if !answer.Secret.IsZero() {
			s = append(s, answer.Secret)
		}
	}
	return s
}

// locks are what debconf locks. It does not wait for anybody.
var locks = []string{database + "config.dat", database + "passwords.dat", database + "templates.dat"}

// Plan has one step for all answers that debconf does not know.
func (a Answers) Plan(got string) (c tasks.Change, err error) {
	k, err := parse(got)
	if err != nil {
		return c, err
	}
	var lines string
	var was, want []string
	for _, answer := range a.Answers {
		if is := k.answers[answer.Question]; is != answer.known() {
			lines += strings.Join([]string{a.Package, answer.Question, answer.kind(), answer.text()}, " ") + "\n"
			was = append(was, answer.Question+": "+answer.show(is))
			want = append(want, answer.Question+": "+answer.show(answer.known()))
		}
	}
	if lines == "" {
		return c, nil
	}
	do := []sh.Script{
		sh.Group(packages.Await(locks, 0)),
		sh.Feed([]byte(lines), "debconf-set-selections >&2"),
	}
	switch {
	case k.installed && a.Reconfigure:
		do = append(do, sh.Cmd("env", "DEBIAN_FRONTEND=noninteractive", "dpkg-reconfigure", a.Package)+" >&2")
	case k.installed:
		want = append(want, fmt.Sprintf("(%s is installed, and keeps what it was configured with until dpkg-reconfigure %s)", a.Package, a.Package))
	}
	c.Steps = []tasks.Step{{
		Field: "answers",
		Was:   strings.Join(was, "\n"),
		Want:  strings.Join(want, "\n"),
		Do:    sh.Lines(do...),
	}}
	return c, nil
}
