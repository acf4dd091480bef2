package nftables_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/nftables"
)

func ExampleTable() {
	filter := nftables.Table{Name: "filter", Rules: `
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		iifname lo accept
		tcp dport 22 accept
	}
`}
	_, err := filter.Plan("none\n")
	fmt.Println(err)
	// Output: there is no nft(8); install the package nftables first
}

// The text is for the file that the host loads when it boots.
func ExampleTable_Text() {
	fmt.Print(nftables.Table{Family: "ip", Name: "nat", Rules: "chain postrouting { type nat hook postrouting priority srcnat; }"}.Text())
	// Output:
	// table ip nat
	// delete table ip nat
	// table ip nat {
	// chain postrouting { type nat hook postrouting priority srcnat; }
	// }
}
