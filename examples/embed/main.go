// Command embed applies a recipe of hrun from a program of its own:
//
//	go run ./examples/embed examples/hapx.yaml
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: embed INVENTORY")
		os.Exit(64)
	}
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path string) error {
	inv, err := inventory.Load(path)
	if err != nil {
		return err
	}
	var recipe hapx.Recipe // or its fields, set by you
	if err := inv.Parameters("hapx", &recipe); err != nil {
		return err
	}
	store := secrets.New(secrets.Beside(inv.Dir()), false)
	play, err := recipes.Build(inv, store, recipe)
	if err != nil {
		return err
	}
	r := runner.Runner{
		Dialer: &sshx.Dialer{Inventory: inv.Host, Authority: sshca.Signers(store)},
		Reporter: report.Func(func(e report.Event) {
			if e.Kind == report.Task && e.Result != report.OK {
				fmt.Println(e.Host, e.Task, e.Result)
			}
		}),
	}
	summary, err := r.Run(ctx, play.Stages)
	for host, counts := range summary.Hosts {
		fmt.Printf("%s: %d changed\n", host, counts.Changed)
	}
	return err
}
