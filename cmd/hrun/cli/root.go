package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hrun-dev/hrun/inventory"
)

// action is what a command does once its command line is understood.
type action func(ctx context.Context, args []string) error

// root returns the command that holds all others.
func (p *Program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "hrun",
		Short: "Bring machines to a described state over SSH",
		Long: `hrun brings machines to a described state over SSH. They need nothing but sshd
and a POSIX shell.

` + exitCodes,
		Args:                  knownCommand,
		RunE:                  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		DisableFlagsInUseLine: true,
		SilenceErrors:         true,
		SilenceUsage:          true,
	}
	root.SetArgs(p.Args)
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	root.SetFlagErrorFunc(suggestFlag)
	root.SetHelpCommand(help(root))
	root.SetUsageTemplate(narrow(root.UsageTemplate()))
	root.AddCommand(p.apply(), p.plan(), p.facts(), p.exec(), p.recipes(), p.secret(), p.certificate(), p.version())
	return root
}

// do makes an action the work of a command. Errors before it are errors of
// the command line.
func (p *Program) do(a action) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		p.started = true
		return a(cmd.Context(), args)
	}
}

// atLeastOne asks for the first argument where there is none.
func atLeastOne(question string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return errors.New(question)
		}
		return nil
	}
}

// suggestFlag adds the nearest flag to the error about an unknown one.
func suggestFlag(cmd *cobra.Command, err error) error {
	if named := knownCommand(cmd, cmd.Flags().Args()); cmd == cmd.Root() && named != nil {
		return named // its flags are unknown because it is
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return fmt.Errorf("%w; see \"%s --help\"", err, cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	name := strings.TrimLeft(unknown.GetSpecifiedName(), "-")
	if near := inventory.Nearest(name, names); near != "" {
		return fmt.Errorf("%w (did you mean --%s?)", err, near)
	}
	return fmt.Errorf("%w; see \"%s --help\"", err, cmd.CommandPath())
}

func (p *Program) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: p.do(func(context.Context, []string) error {
			_, err := fmt.Fprintf(p.Stdout, "hrun %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		}),
	}
}
