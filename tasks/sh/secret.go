package sh

import (
	"fmt"
	"io"
)

// Secret is a value that never prints itself: every verb of fmt, and JSON,
// YAML and text encoding, show [Masked] instead. In an unexported field, where
// fmt cannot know that, it prints an address. The zero Secret is empty.
//
// Secrets cannot be compared with ==. [reflect.DeepEqual] compares the values.
//
// It guards against carelessness, not against a debugger: the bytes are in
// memory, and [Secret.Reveal] hands them out.
type Secret struct {
	_     [0]func() // makes == a mistake that the compiler finds
	value *string   // nil if empty, so that there is one empty secret
}

// Masked is what a secret prints as.
const Masked = "(secret)"

// NewSecret returns a secret that holds the bytes of value.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal returns the bytes, for use in a script that is sent to a host.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.value == nil }

// Len returns the length in bytes.
func (s Secret) Len() int { return len(s.Reveal()) }

// String returns [Masked].
func (Secret) String() string { return Masked }

// GoString returns [Masked].
func (Secret) GoString() string { return Masked }

// Format writes [Masked], whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Masked) }

// MarshalText returns [Masked]: a secret does not survive being written down.
func (Secret) MarshalText() ([]byte, error) { return []byte(Masked), nil }

// UnmarshalText sets the secret, so that inventories can hold one.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
