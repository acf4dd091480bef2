package keepalived

import (
	"strings"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// patience is how long a router may take to get its addresses: a script that
// was failing, and then the time after which others count as gone.
const patience = 60 * time.Second

// rolling has one router after another do its work, those that hold no
// addresses first. Each must run afterwards, and where the addresses belong to
// it, hold them, before the next one goes.
func (r Router) rolling() *recipes.Rolling {
	return &recipes.Rolling{Name: "keepalived " + r.Name, Rank: r.rank(), Gate: r.Gate()}
}

// Gate waits until the router runs and, where the addresses belong to it, holds
// them.
func (r Router) Gate() []tasks.Task {
	gate := []tasks.Task{wait.Until{Name: "keepalived runs again", Holds: runs, Within: patience}}
	if r.Preferred {
		gate = append(gate, wait.Until{Name: r.addresses() + " is back", Holds: r.holds(), Within: patience})
	}
	return gate
}

// held waits until the router holds its addresses.
func (r Router) held() wait.Until {
	return wait.Until{Name: "this router holds " + r.addresses(), Holds: r.holds(), Within: patience}
}

const runs sh.Script = `systemctl is-active keepalived`

func (r Router) addresses() string {
	all := make([]string, len(r.VIPs))
	for i, v := range r.VIPs {
		all[i] = v.Addr().String()
	}
	return strings.Join(all, ", ")
}

// here is the script that sets holds to yes or no.
func (r Router) here() sh.Script {
	all := make([]string, len(r.VIPs))
	for i, v := range r.VIPs {
		all[i] = sh.Quote(v.Addr().String())
	}
	return `shown=$(ip -o addr show) || exit 2
holds=yes
for vip in ` + sh.Script(strings.Join(all, " ")) + `; do
	case $shown in *" $vip/"*) ;; *) holds=no ;; esac
done
`
}

func (r Router) holds() sh.Script {
	return r.here() + `if [ $holds = yes ]; then exit 0; fi
echo "keepalived is $(systemctl is-active keepalived), and the router does not hold them; its journal may say why"
exit 1`
}

// rank prints "free" where keepalived does not run, 1 where it holds the
// addresses, and otherwise 0.
func (r Router) rank() sh.Script {
	return `systemctl is-active --quiet keepalived
case $? in 0) ;; 3|4) echo free; exit 0 ;; *) exit 2 ;; esac
` + r.here() + `if [ $holds = yes ]; then echo 1; else echo 0; fi`
}
