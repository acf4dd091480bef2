package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/runner/plan"
)

func (p *Program) plan() *cobra.Command {
	f := applyFlags{check: true, diff: true}
	var out string
	cmd := &cobra.Command{
		Use:   "plan RECIPE... -i INVENTORY [-o PLANFILE]",
		Short: "Print what apply would change, and keep it in a file",
		Long: `plan changes nothing: it prints what apply would change, as "hrun apply --check
--diff" does.

With -o, it writes that to a file which "hrun apply PLANFILE" carries out:
exactly that, or nothing; only what was waiting, and so unknown, may then do
what comes out. The file holds no secret, nor anything that one could be guessed
from; so that a secret has changed since is not noticed. It is written only if
the plan is complete: every host was reached, and no task failed. Secrets that
the recipes need and that do not exist are then made, because the plan can only
be carried out with the same.

` + exitCodes,
		Example: `  hrun plan recipes/hapx -i hosts.yaml -o monday.plan
  hrun apply monday.plan`,
		Args:              atLeastOne("which recipe? \"hrun recipes\" lists them"),
		ValidArgsFunction: p.completeRecipes,
		RunE:              p.do(func(ctx context.Context, args []string) error { return p.planRecipes(ctx, &f, args, out) }),
	}
	f.inventoryFlags.add(cmd)
	fs := cmd.Flags()
	fs.StringVarP(&f.limit, "limit", "l", "", "only the hosts that match this `pattern`")
	fs.StringVarP(&out, "out", "o", "", "write the plan to this `file`")
	fs.BoolVar(&f.exitCode, "exit-code", false, "exit 3 if changes are pending")
	f.connectionFlags.add(cmd)
	f.outputFlags.addAs(cmd, "")
	return cmd
}

func (p *Program) planRecipes(ctx context.Context, f *applyFlags, names []string, file string) error {
	if _, err := oneOf(file, "json", "human"); err == nil {
		return usagef("-o names the file of the plan; write --output %s, or -o ./%s", file, file)
	}
	if info, err := os.Stat(filepath.Dir(file)); file != "" && (err != nil || !info.IsDir()) { // before secrets are made
		return usagef("-o %s: there is no directory %s", file, filepath.Dir(file))
	}
	w, err := p.prepare(ctx, f, names, file == "")
	if err != nil {
		return err
	}
	made := plan.Plan{
		Hrun: version(), Made: time.Now().UTC().Truncate(time.Second), Recipes: names,
		Limit: limitOf(w), Hosts: hostNames(w),
	}
	if made.Inventory, err = absolute(f.files); err == nil {
		made.Extra, made.Withheld, err = w.assignments(p, names, f.extra)
	}
	if err != nil {
		return err
	}
	var found plan.Recorder
	err = p.run(ctx, f, w, &found)
	if pending := (*PendingError)(nil); err != nil && !errors.As(err, &pending) || file == "" {
		return err
	}
	made.Tasks = found.Tasks()
	if failed := made.Write(file); failed != nil {
		return errors.Join(err, failed)
	}
	if !f.json() {
		_, _ = fmt.Fprintf(p.Stdout, "\nkept in %s; to carry it out: hrun apply %s\n", file, file) // the file is there
	}
	return err
}

// hostNames returns the names of all hosts of the inventory.
func hostNames(w *work) []string {
	var names []string
	for _, h := range w.inv.Hosts() {
		names = append(names, h.Name)
	}
	return names
}

// limitOf returns a pattern of the hosts that were let through: what a pattern
// such as @FILE means may depend on where one is, and on files that change.
func limitOf(w *work) string {
	if w.limit == nil {
		return ""
	}
	return strings.Join(slices.DeleteFunc(hostNames(w), func(name string) bool { return !w.limit(name) }), ",")
}

// absolute returns inventories as they are named from any directory.
func absolute(files []string) ([]string, error) {
	var all []string
	for _, file := range files {
		if !strings.Contains(file, ",") {
			var err error
			if file, err = filepath.Abs(file); err != nil {
				return nil, fmt.Errorf("inventory: %w", err)
			}
		}
		all = append(all, file)
	}
	return all, nil
}
