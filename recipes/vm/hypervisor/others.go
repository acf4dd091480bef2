package hypervisor

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// OthersError says that the directory of a lab has something in it that is of
// no lab, so that it is somebody else's, and stays as it is.
type OthersError struct {
	Dir   string
	Names []string
}

func (e *OthersError) Error() string {
	return fmt.Sprintf("%s is not the directory of a lab: it has %s in it; see state: and lab: in vm:", e.Dir, strings.Join(e.Names, ", "))
}

// others is a part of a probe: it prints a line for each thing in the directory
// $dir that no lab has. A name of several lines has a ? at each end of one.
const others sh.Script = `for entry in "$dir"/* "$dir"/.[!.]* "$dir"/..?*; do
	case ${entry##*/} in
	machines | interfaces | provider | provider.new) ;;
	*) [ ! -e "$entry" ] && [ ! -L "$entry" ] || printf 'other %s\n' "$(printf %s "${entry##*/}" | tr '\n' '?')" ;;
	esac
done
`

// refuseOthers returns an [OthersError] if a probe has printed a line of others,
// and all its lines if not.
func refuseOthers(dir, got string) (rest string, err error) {
	var names []string
	for line := range strings.Lines(got) {
		if name, found := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "other "); found {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		return "", &OthersError{Dir: dir, Names: names}
	}
	return got, nil
}
