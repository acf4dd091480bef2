package cli_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hrun-dev/hrun/cmd/hrun/cli"
)

// Help is read on whatever terminal there is: nothing is wider than the table
// of exit codes.
func TestHelpIsNarrow(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "apply", "plan", "exec", "facts", "recipes", "secret", "certificate", "version"} {
		var out bytes.Buffer
		p := cli.Program{Args: strings.Fields("help " + command), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }}
		if status := p.Run(context.Background()); status != 0 {
			t.Fatalf("help %s: exit status %d: %s", command, status, out.String())
		}
		for line := range strings.Lines(out.String()) {
			if width := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); width > 96 {
				t.Errorf("help %s: %d columns: %s", command, width, line)
			}
		}
	}
}
