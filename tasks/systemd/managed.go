package systemd

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// ManagedError says that pacemaker starts and stops a service, so that systemd
// must not: the cluster would find it running where it should not be.
type ManagedError struct {
	Unit     string
	Resource string // its id
	Agent    string // e.g. "systemd:haproxy" or "ocf:heartbeat:haproxy"
}

func (e *ManagedError) Error() string {
	return fmt.Sprintf("unit %s: pacemaker manages it as resource %s (%s): it must be disabled in systemd, and the cluster decides where it runs",
		e.Unit, e.Resource, e.Agent)
}

// managers returns the script that prints the lines of the cluster's
// configuration that may name a resource for the unit. Where there is no
// pacemaker it starts no command.
//
// It reads the copy on disk, which every node of the cluster has, which
// pacemaker writes after each change, and which says so also while pacemaker is
// stopped. libxml2 writes an element's attributes on the element's line.
func (u Unit) managers() sh.Script {
	d := u.pacemaker
	if d == "" {
		d = "/var/lib/pacemaker"
	}
	var types []string
	for _, t := range u.types() {
		types = append(types, "-e", `type="`+t+`"`)
	}
	return "d=" + sh.Word(d) + `
if [ -d "$d" ]; then
	for d in "$d" "$d/cib"; do
		[ ! -d "$d" ] || [ -x "$d" ] || { echo "cannot look into $d" >&2; exit 1; }
	done
	if [ -e "$d/cib.xml" ]; then ` + sh.Accept(sh.Cmd("grep", append([]string{"-F"}, types...)...)+` "$d/cib.xml"`, 0, 1) + `; fi
fi`
}

// types returns the types that a resource for the unit may have.
func (u Unit) types() []string {
	name := strings.TrimSuffix(full(u.Name), ".service")
	types := []string{name, name + ".service"}
	if t := u.Agent[strings.LastIndexByte(u.Agent, ':')+1:]; t != "" && t != name {
		types = append(types, t)
	}
	return types
}

// judgeManaged returns a [ManagedError] if one of the lines is a resource for
// the unit.
func (u Unit) judgeManaged(lines []string) error {
	for _, line := range lines {
		elements, err := elements(line)
		if err != nil {
			return fmt.Errorf("unit %s: probe printed %q, which is no line of a cluster's configuration: %w", u.Name, line, err)
		}
		for _, e := range elements {
			if e.Name.Local != "primitive" && e.Name.Local != "template" {
				continue
			}
			at := make(map[string]string)
			for _, a := range e.Attr {
				at[a.Name.Local] = a.Value
			}
			if agent := u.agent(at["class"], at["provider"], at["type"]); agent != "" {
				return &ManagedError{Unit: u.Name, Resource: at["id"], Agent: agent}
			}
		}
	}
	return nil
}

// elements returns the elements that begin on a line of XML. That those which
// it leaves open are not closed is no mistake.
func elements(line string) (es []xml.StartElement, err error) {
	decoder := xml.NewDecoder(strings.NewReader(line))
	for {
		token, err := decoder.RawToken()
		if err == io.EOF {
			return es, nil
		}
		if err != nil {
			return nil, err
		}
		if e, ok := token.(xml.StartElement); ok {
			es = append(es, e.Copy())
		}
	}
}

// agent returns the name of a resource agent if it runs the unit's service: by
// way of systemd or an init script, or because the task says so.
func (u Unit) agent(class, provider, kind string) string {
	agent := class + ":" + kind
	if provider != "" {
		agent = class + ":" + provider + ":" + kind
	}
	switch {
	case agent == u.Agent:
		return agent
	case class != "systemd" && class != "service" && class != "lsb":
		return ""
	case full(kind) == full(u.Name):
		return agent
	}
	return ""
}
