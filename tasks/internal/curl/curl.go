// Package curl writes what curl(1) reads from standard input with --config -,
// where no one on the host sees it, as everyone sees arguments.
package curl

import "strings"

// Word returns s as a quoted parameter.
func Word(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\v", `\v`).Replace(s) + `"`
}
