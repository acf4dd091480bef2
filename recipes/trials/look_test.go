//go:build lab

package trials_test

import (
	"fmt"
	"strings"
	"testing"
)

// look prints, in sections, what a node has of the services, and what a run
// could have left there. The logs are emptied, so that each look is about what
// has happened since the one before.
const look = `set -e
for service in worker gateway; do
  echo "== files of $service"; (cd /etc/$service && find . -type f | LC_ALL=C sort | xargs sha256sum)
  echo "== starts of $service"; cat /var/lib/$service.starts; : >/var/lib/$service.starts
  echo "== state of $service"; systemctl is-active $service; systemctl show -P NeedDaemonReload $service
done
echo "== user"; getent passwd worker | cut -d : -f 5
echo "== package"; dpkg-query -W -f '${db:Status-Status}\n' tree 2>/dev/null || { [ $? = 1 ] && echo none; }
echo "== left"
find /etc /usr/local /var/lib /run /srv /root /home -ignore_readdir_race -xdev '(' -name '.hrun.*' -o -name 'gateway.drained' ')'
find /tmp /var/lib/hrun -mindepth 1 -name '*hrun*' -o -path '/var/lib/hrun/*' ! -name lock ! -name owed
flock -n /var/lib/hrun/lock true || echo "the lock, held by $(cat /var/lib/hrun/lock)"
ps -eo args= | grep '^sudo -n .*[s]h$' || [ $? = 1 ]
echo "== end"
`

// looksAs compares a node with what is described.
func looksAs(t *testing.T, host string, s service) error {
	listings, err := s.listings()
	if err != nil {
		return err
	}
	want := ""
	for _, name := range []string{"worker", "gateway"} {
		version := ""
		if name == "worker" {
			version = s.version()
		}
		want += fmt.Sprintf("== files of %s\n%s== starts of %s\n%s\n== state of %s\nactive\nno\n",
			name, listings[name], name, digest(listings[name]+version+"\n"), name)
	}
	tree := "installed"
	if s.Version/20%2 == 1 {
		tree = "none"
	}
	want += fmt.Sprintf("== user\nWorker %d\n== package\n%s\n== left\n== end\n", s.Version, tree)
	got, err := try(t, host, look)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("it is not as described, not restarted exactly once, or something is left:\n%s", differing(want, got))
	}
	return nil
}

// differing shows only the sections that differ.
func differing(want, got string) string {
	wants, gots := strings.Split(want, "== "), strings.Split(got, "== ")
	var out strings.Builder
	for i := range max(len(wants), len(gots)) {
		if i >= len(wants) || i >= len(gots) {
			return "want\n" + want + "got\n" + got
		}
		if wants[i] != gots[i] {
			fmt.Fprintf(&out, "want %sgot  %s", wants[i], gots[i])
		}
	}
	return out.String()
}
