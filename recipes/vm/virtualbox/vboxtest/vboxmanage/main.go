// Vboxmanage is the stand-in for VBoxManage of package vboxtest, as a program.
package main

import "github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"

func main() { vboxtest.Main() }
