package facts

import (
	"fmt"
	"strings"
)

// word parses what is one line that is not empty.
func word(printed string) (string, error) {
	line, ok := strings.CutSuffix(printed, "\n")
	if !ok || line == "" || strings.Contains(line, "\n") {
		return "", fmt.Errorf("the probe printed %q, which is not one line", printed)
	}
	return line, nil
}
