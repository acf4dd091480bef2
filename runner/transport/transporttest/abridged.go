package transporttest

import "fmt"

// abridged quotes bytes for a message, few of them if they are many.
func abridged(b []byte) string {
	const few = 200
	if len(b) <= few {
		return fmt.Sprintf("%q", b)
	}
	return fmt.Sprintf("%q... (%d bytes)", b[:few], len(b))
}
