package local_test

import (
	"context"
	"fmt"
	"io"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

func ExampleDialer() {
	ctx := context.Background()
	conn, err := local.Dialer{}.Dial(ctx, inventory.Host{Name: "localhost"})
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
	go func() { _, _ = io.Copy(io.Discard, shell.Stderr) }()
	_, _ = io.WriteString(shell.Stdin, "echo hello; exit 3\n")
	out, _ := io.ReadAll(shell.Stdout)
	fmt.Printf("%s%v\n", out, shell.Wait())
	// Output:
	// hello
	// shell exited with status 3
}
