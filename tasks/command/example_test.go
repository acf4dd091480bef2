package command_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hrun-dev/hrun/tasks/command"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleCommand() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()

	index := filepath.Join(dir, "index")
	task := command.Command{
		Name:    "build the index",
		Script:  sh.Cmd("touch", index),
		Creates: index,
	}
	first, err := taskstest.Apply(task)
	fmt.Println(len(first.Steps), err)
	second, err := taskstest.Apply(task)
	fmt.Println(len(second.Steps), err)
	// Output:
	// 1 <nil>
	// 0 <nil>
}

func ExampleCommand_Validate() {
	fmt.Println(command.Command{Name: "join", Script: "joinctl join"}.Validate())
	// Output: a raw command must say how one sees that it is not needed: give one of Unless, Creates and Removes
}
