package verify

import "github.com/hrun-dev/hrun/tasks/sh"

// HAProxy verifies a configuration of haproxy(1) that is whole in one file. It
// refuses also one that ends without a line feed, and one that has nothing to
// listen on. What it cannot see is an address that the host does not hold:
// haproxy fails with that only when it starts.
func HAProxy() sh.Script { return with("haproxy", quiet(`haproxy -c -f "$1"`)) }
