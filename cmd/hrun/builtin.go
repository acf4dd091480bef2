package main

import "github.com/hrun-dev/hrun/cmd/hrun/cli"

// builtin returns the recipes that the command knows by name, in the order in
// which they are listed.
func builtin() []cli.Recipe {
	return []cli.Recipe{}
}
