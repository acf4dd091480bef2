package cli

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
	"github.com/hrun-dev/hrun/runner/report/ndjson"
)

// outputFlags say how a run is reported.
type outputFlags struct {
	format  format
	verbose int
	noColor bool
}

func (f *outputFlags) add(cmd *cobra.Command) { f.addAs(cmd, "o") }

// addAs is add with another letter for --output, or none.
func (f *outputFlags) addAs(cmd *cobra.Command, letter string) {
	f.format = "human"
	fs := cmd.Flags()
	fs.VarP(&f.format, "output", letter, "`format` of the report: human or json (an object a line)")
	fs.CountVarP(&f.verbose, "verbose", "v", "also show tasks that are ok, durations and round trips")
	_ = cmd.RegisterFlagCompletionFunc("output", words("human", "json"))
	fs.BoolVar(&f.noColor, "no-color", false, "no colours (also: NO_COLOR); a terminal still shows what is under way")
}

func (f *outputFlags) json() bool { return f.format == "json" }

// reporter is what apply needs of a way to report.
type reporter interface {
	report.Reporter
	Close()
	Err() error // that the report could not be written
}

// reporter returns the reporter that the flags ask for. While it works, the
// end of the context is told to the person who waits.
func (f *outputFlags) reporter(ctx context.Context, p *Program, o human.Options) reporter {
	if f.json() {
		return jsonReporter{ndjson.New(p.Stdout)}
	}
	r := human.New(p.Stdout, f.human(p, o))
	stop := context.AfterFunc(ctx, func() {
		r.Note("ending what runs on the hosts; once more to leave at once")
	})
	return humanReporter{r, stop}
}

// human completes the options with what the flags and the terminal say.
func (f *outputFlags) human(p *Program, o human.Options) human.Options {
	o.Verbose = f.verbose > 0
	file, ok := p.Stdout.(*os.File)
	if !ok || p.Getenv("TERM") == "dumb" || !term.IsTerminal(int(file.Fd())) {
		return o
	}
	o.Color = !f.noColor && p.Getenv("NO_COLOR") == "" // https://no-color.org: colours, and nothing else
	o.Size = func() (columns, lines int) {
		columns, lines, err := term.GetSize(int(file.Fd()))
		if err != nil {
			return 0, 0
		}
		return columns, lines
	}
	return o
}

type jsonReporter struct{ *ndjson.Reporter }

func (jsonReporter) Close() {}

type humanReporter struct {
	*human.Reporter
	stop func() bool
}

func (r humanReporter) Close() {
	r.stop()
	r.Reporter.Close()
}
