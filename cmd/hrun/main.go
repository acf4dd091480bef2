// Command hrun brings machines to a described state over SSH.
package main

import (
	"os"

	"github.com/hrun-dev/hrun/cmd/hrun/cli"
)

func main() { os.Exit(cli.Main(builtin()...)) }
