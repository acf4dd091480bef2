package verify_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks/file/verify"
)

func TestHAProxy(t *testing.T) {
	const good = "defaults\n  mode http\n  timeout client 1s\n  timeout server 1s\n  timeout connect 1s\nlisten a\n  bind 127.0.0.1:1\n"
	verified(t, always(verify.HAProxy()), nil,
		verdict{"good", good, ""},
		verdict{"warnings are no refusal", "listen a\n  mode http\n  bind 127.0.0.1:1\n", ""},
		verdict{"unknown keyword", good + "  nonsense\n", "unknown keyword 'nonsense'"},
		verdict{"no final line feed", good + "  option httplog", "Missing LF on last line"},
		verdict{"no listener", "global\n", "no listener"},
	)
}
