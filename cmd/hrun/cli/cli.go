// Package cli is the command line of hrun. It is a package of its own, so that
// a program with recipes of its own offers the same commands:
//
//	func main() { os.Exit(cli.Main(cli.Of("site", "all of our site", site.Recipe{}))) }
package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Program is one call of the command, with all that it takes from outside.
type Program struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Recipes        []Recipe

	started bool                 // the command line was understood
	lines   *bufio.Reader        // of Stdin, for answers from a pipe
	secrets []func() []sh.Secret // what must not be printed
}

// Main carries out the command line of this process and returns its exit
// status. The first SIGINT or SIGTERM ends the run in order, the second ends
// the process.
func Main(recipes ...Recipe) int {
	ctx, stop := withSignals(context.Background())
	defer stop()
	p := &Program{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Recipes: recipes,
	}
	return p.Run(ctx)
}

// Run carries out the command line and returns the exit status. What went
// wrong is printed on Stderr, unless it is part of the report on Stdout.
func (p *Program) Run(ctx context.Context) (status int) {
	defer func() {
		if recovered := recover(); recovered != nil {
			e := runner.NewPanicError(recovered)
			_, _ = fmt.Fprintf(p.Stderr, "hrun: a mistake in hrun or in a recipe: %s\n%s", p.masked(e.Error()), e.Stack)
			status = exitStatus(e)
		}
	}()
	root := p.root()
	err := root.ExecuteContext(ctx)
	if err != nil && !p.started {
		err = &UsageError{err}
	}
	err = withCause(ctx, err)
	p.complain(err)
	return exitStatus(err)
}

// complain prints every error that no reporter has printed yet.
func (p *Program) complain(err error) {
	for _, e := range flatten(err) {
		if !reported(e) {
			_, _ = fmt.Fprintf(p.Stderr, "hrun: %s\n", p.masked(e.Error()))
		}
	}
}

// version returns the module's version as the linker recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
