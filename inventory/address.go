package inventory

import (
	"fmt"
	"net/netip"
	"reflect"
)

// textFault says in people's words why a text does not fit a type that parses
// itself. Those of addresses speak of Go's functions.
func textFault(s string, into reflect.Value, err error) error {
	switch into.Interface().(type) {
	case netip.Prefix:
		return fmt.Errorf("%q is not an address with the length of its network's prefix, as 192.168.4.11/24", s)
	case netip.AddrPort:
		return fmt.Errorf("%q is not an address with a port, as 192.168.4.11:53", s)
	case netip.Addr:
		return fmt.Errorf("%q is not an address, as 192.168.4.11", s)
	}
	return err
}
