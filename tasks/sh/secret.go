package sh

import (
	"fmt"
	"io"
)

// Secret is a value that never prints itself: every verb of fmt, and JSON,
// YAML and text encoding, show [Masked] instead. The zero Secret is empty.
//
// It guards against carelessness, not against a debugger: the bytes are in
// memory, and [Secret.Reveal] hands them out.
type Secret struct{ value string }

// Masked is what a secret prints as.
const Masked = "(secret)"

// NewSecret returns a secret that holds the bytes of value.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal returns the bytes, for use in a script that is sent to a host.
func (s Secret) Reveal() string { return s.value }

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.value == "" }

// Len returns the length in bytes.
func (s Secret) Len() int { return len(s.value) }

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
	s.value = string(text)
	return nil
}
