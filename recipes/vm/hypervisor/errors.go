package hypervisor

import "fmt"

// TakenError says that a port which is to be forwarded is in use.
type TakenError struct {
	Machine string
	Port    int
}

func (e *TakenError) Error() string {
	return fmt.Sprintf("port %d of 127.0.0.1, which is to lead to %s, is taken by another program; set another ansible_port", e.Port, e.Machine)
}
