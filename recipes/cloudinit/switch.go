package cloudinit

// Switch is a choice that may be left to cloud-init, which is what its zero
// value does.
type Switch int

// The choices.
const (
	Unset Switch = iota
	On
	Off
)

// not returns the opposite.
func (s Switch) not() Switch {
	switch s {
	case On:
		return Off
	case Off:
		return On
	}
	return Unset
}
