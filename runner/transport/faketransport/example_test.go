package faketransport_test

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/faketransport"
)

// A host that answers every program with its length, and one that is down.
func ExampleDialer() {
	dialer := &faketransport.Dialer{Hosts: map[string]*faketransport.Host{
		"node": {Run: func(program io.Reader, stdout, _ io.Writer) int {
			text, _ := io.ReadAll(program)
			_, _ = fmt.Fprintf(stdout, "%d bytes\n", len(text))
			return 0
		}},
		"down": {Unreachable: errors.New("no route to host")},
	}}
	ctx := context.Background()
	_, err := dialer.Dial(ctx, inventory.Host{Name: "down"})
	fmt.Println(err)

	conn, err := dialer.Dial(ctx, inventory.Host{Name: "node"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()
	shell, err := conn.Shell(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, _ = io.WriteString(shell.Stdin, "echo hello")
	_ = shell.Stdin.Close()
	out, _ := io.ReadAll(shell.Stdout)
	fmt.Printf("%s%v\n", out, shell.Wait())
	// Output:
	// no route to host
	// 10 bytes
	// <nil>
}
