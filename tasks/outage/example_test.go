package outage_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/tasks/outage"
)

// A client asks for a page all the time while something else is done to the
// service, and says what became of its requests.
func ExampleAsking() {
	request := outage.Request{URL: "http://192.0.2.1:8080/"}
	asking := outage.Asking{Name: "web-asking", Request: request}
	fmt.Println(asking)
	fmt.Println(outage.Answered{Asking: asking, After: "the move"})
	fmt.Println(asking.End())

	printed := "10.00 200 0.001 0.002\n10.05 000 0.000 1.001\n10.10 200 0.001 0.002\n" // by asking.Log
	measured, err := outage.Measure(request, printed)
	fmt.Println(measured, err)
	// Output:
	// asking http://192.0.2.1:8080/
	// wait until http://192.0.2.1:8080/ answers after the move
	// no longer asking http://192.0.2.1:8080/
	// 100 ms without an answer, 1 of 3 requests lost <nil>
}

// Two nodes log whether they have an address, and never both have it.
func ExampleBoth() {
	address := netip.MustParseAddr("192.0.2.1")
	fmt.Println(outage.Holding{Name: "web-holding", Address: address})
	var nodes []outage.Held
	for host, printed := range map[string]string{ // by the Log of the Holding
		"node1": "begin 1795176000.0 0 held\n[2026-11-20T12:00:02.5] Deleted 3: eth0 inet 192.0.2.1/27 scope global eth0\n",
		"node2": "begin 1795176000.0 0 \n[2026-11-20T12:00:02.8] 3: eth0 inet 192.0.2.1/27 scope global eth0\nat 1795176003.0 0 held\n",
	} {
		held, err := outage.Hold(host, address, printed)
		if err != nil {
			fmt.Println(err)
		}
		nodes = append(nodes, held)
	}
	fmt.Println(outage.Both(nodes, outage.Tolerance))
	// Output:
	// watching who has 192.0.2.1
	// <nil>
}
