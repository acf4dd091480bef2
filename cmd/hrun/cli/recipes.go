package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func (p *Program) recipes() *cobra.Command {
	return &cobra.Command{
		Use:               "recipes [NAME]",
		Short:             "List the recipes, or the parameters of one",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: p.completeRecipes,
		RunE: p.do(func(_ context.Context, args []string) error {
			if len(args) == 0 {
				return p.printRecipes()
			}
			r, err := p.recipe(args[0])
			if err != nil {
				return err
			}
			return p.printParameters(r)
		}),
	}
}

func (p *Program) printRecipes() error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	for _, r := range p.Recipes {
		_, _ = fmt.Fprintf(w, "%s\t%s\n", r.Name, r.Doc) // the writer keeps its error for Flush
	}
	return w.Flush()
}

func (p *Program) printParameters(r Recipe) error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "%s: %s\n", r.Name, r.Doc)
	all := parametersOf(r.Defaults)
	if len(all) == 0 {
		_, _ = fmt.Fprintf(w, "\nIt has no parameters.\n")
		return w.Flush()
	}
	_, _ = fmt.Fprintf(w, "\nParameters, under %[1]q in the inventory, or one by one with -e %[1]s.NAME=VALUE:\n", r.variable())
	_, _ = fmt.Fprintf(w, "  NAME\tTYPE\tDEFAULT\n")
	for _, a := range all {
		_, _ = fmt.Fprintf(w, "  %s\t%s\t%s\n", a.name, a.kind, a.value)
	}
	if places := declarations(all); len(places) > 0 {
		_, _ = fmt.Fprintf(w, "\nWhat they are for, where the sources are:\n  go doc %s\n", strings.Join(places, "\n  go doc "))
	}
	return w.Flush()
}

// declarations returns the types that declare the parameters, each once.
func declarations(all []parameter) (places []string) {
	for _, a := range all {
		if a.declared != "" && !slices.Contains(places, a.declared) {
			places = append(places, a.declared)
		}
	}
	return places
}

// completeRecipes completes the names of recipes.
func (p *Program) completeRecipes(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, r := range p.Recipes {
		if strings.HasPrefix(r.Name, begun) {
			names = append(names, r.Name+"\t"+r.Doc)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
