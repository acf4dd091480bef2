package runner

import (
	"fmt"
	"os"
	"os/user"
	"time"
)

// owner says who runs this, for whoever finds a host locked.
func owner() string {
	name := "somebody"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	where, err := os.Hostname()
	if err != nil {
		where = "an unnamed machine"
	}
	return fmt.Sprintf("%s on %s, process %d, since %s", name, where, os.Getpid(), time.Now().UTC().Format(time.RFC3339))
}
