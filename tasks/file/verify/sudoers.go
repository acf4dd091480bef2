package verify

import "github.com/hrun-dev/hrun/tasks/sh"

// Sudoers verifies a file in the form of sudoers(5), strictly: without that an
// alias that is not defined passes. A file of /etc/sudoers.d must therefore
// define the aliases that it uses itself.
func Sudoers() sh.Script { return with("visudo", quiet(`visudo -c -s -f "$1"`)) }
