package files_test

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/files"
)

func ExampleText() {
	agent, err := files.Text("ocf/haproxy")
	fmt.Println(strings.SplitN(agent, "\n", 2)[0], err)
	// Output: #!/bin/sh <nil>
}

func ExampleRender() {
	_, err := files.Render("corosync.conf", map[string]string{})
	fmt.Println(err)
	// Output: rendering template: corosync.conf.tmpl:7:18: executing "corosync.conf.tmpl" at <.Cluster>: map has no entry for key "Cluster"
}
