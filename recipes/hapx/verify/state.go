package verify

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// state is what crm_mon says of a cluster.
type state struct {
	XMLName xml.Name `xml:"pacemaker-result"`
	DC      struct {
		Present bool   `xml:"present,attr"`
		Name    string `xml:"name,attr"`
		Quorum  bool   `xml:"with_quorum,attr"`
	} `xml:"summary>current_dc"`
	Options struct {
		Policy      string `xml:"no-quorum-policy,attr"`
		Maintenance bool   `xml:"maintenance-mode,attr"`
		StopAll     bool   `xml:"stop-all-resources,attr"`
	} `xml:"summary>cluster_options"`
	Nodes     []member  `xml:"nodes>node"`
	Resources []holding `xml:"resources"`
	Failures  []failure `xml:"failures>failure"`
	Status    struct {
		Code    int      `xml:"code,attr"`
		Message string   `xml:"message,attr"`
		Errors  []string `xml:"errors>error"`
	} `xml:"status"`
}

type member struct {
	Name          string `xml:"name,attr"`
	Online        bool   `xml:"online,attr"`
	Standby       bool   `xml:"standby,attr"`
	StandbyOnFail bool   `xml:"standby_onfail,attr"`
	Maintenance   bool   `xml:"maintenance,attr"`
	Pending       bool   `xml:"pending,attr"`
	Unclean       bool   `xml:"unclean,attr"`
}

// holding is what holds resources: the cluster, a group, a clone.
type holding struct {
	Resources []resource `xml:"resource"`
	Groups    []holding  `xml:"group"`
	Clones    []holding  `xml:"clone"`
}

type resource struct {
	ID         string `xml:"id,attr"`
	Role       string `xml:"role,attr"`
	TargetRole string `xml:"target_role,attr"`
	Orphaned   bool   `xml:"orphaned,attr"`
	Blocked    bool   `xml:"blocked,attr"`
	Managed    bool   `xml:"managed,attr"`
	Failed     bool   `xml:"failed,attr"`
	On         []struct {
		Name string `xml:"name,attr"`
	} `xml:"node"`
}

type failure struct {
	Operation string `xml:"op_key,attr"`
	Task      string `xml:"task,attr"`
	Node      string `xml:"node,attr"`
	Status    string `xml:"exitstatus,attr"`
	Code      string `xml:"exitcode,attr"`
	Reason    string `xml:"exitreason,attr"`
	At        string `xml:"last-rc-change,attr"`
}

// look is the source of a state. Of crm_mon's exit statuses, 102 says that there
// is no cluster here (CRM_EX_DISCONNECT); it is also in what is printed. The
// times of the look are left out: an answer tells of the state alone.
const look sh.Script = `said=$(timeout 20 crm_mon -1 --output-as=xml)
case $? in 0|102) ;; *) printf '%s\n' "$said"; exit 1 ;; esac
printf '%s\n' "$said" | sed -e '/<pacemakerd /d' -e '/<last_update /d'`

// parse reads what look printed. Where pacemaker does not answer, answers is
// false, and that is a fault.
func parse(text string) (s state, answers bool, faults health.Faults) {
	begin := strings.Index(text, "<pacemaker-result")
	if err := xml.Unmarshal([]byte(text[max(begin, 0):]), &s); err != nil {
		faults.Add(fmt.Sprintf("crm_mon prints what cannot be read: %v", err), "")
		return s, false, faults
	}
	if s.Status.Code != 0 {
		faults.Add("pacemaker does not answer: "+oneLine(strings.Join(append([]string{s.Status.Message}, s.Status.Errors...), ": ")),
			"systemctl status pacemaker; journalctl -u pacemaker tells why")
		return s, false, faults
	}
	return s, true, nil
}

// ofState returns a judge for what look printed that leaves it to others to tell
// where pacemaker does not answer.
func ofState(judge func(state) (string, health.Faults)) func(string) (string, health.Faults, bool) {
	return func(text string) (found string, faults health.Faults, sees bool) {
		s, answers, _ := parse(text)
		if answers {
			found, faults = judge(s)
		}
		return found, faults, answers
	}
}

// online returns the names of the nodes that are, in crm_mon's order.
func (s state) online() (names []string) {
	for _, n := range s.Nodes {
		if n.Online && !n.Pending {
			names = append(names, n.Name)
		}
	}
	return names
}

// all returns the resources with those of groups and clones.
func (h holding) all() []resource {
	all := h.Resources
	for _, inner := range append(h.Groups, h.Clones...) {
		all = append(all, inner.all()...)
	}
	return all
}

func (s state) resources() (all []resource) {
	for _, h := range s.Resources {
		all = append(all, h.all()...)
	}
	return all
}
