package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/inventory"
)

// help returns the command that explains others. Cobra's own takes the name of
// a command that does not exist for no error.
func help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err == nil && cmd == root {
				err = knownCommand(root, rest)
			}
			if err != nil {
				return err
			}
			return cmd.Help()
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(root), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// narrow returns a template for usage whose flags fit a terminal of 80 columns:
// what is longer goes on below its own column.
func narrow(template string) string {
	return strings.ReplaceAll(template, "FlagUsages ", "FlagUsagesWrapped 80 ")
}

// knownCommand refuses the name of a command that does not exist.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := inventory.Nearest(args[0], commandNames(root)); near != "" {
		return fmt.Errorf("there is no command %q (did you mean %q?)", args[0], near)
	}
	return fmt.Errorf("there is no command %q; \"%s --help\" lists them", args[0], root.CommandPath())
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			names = append(names, cmd.Name())
		}
	}
	return names
}
