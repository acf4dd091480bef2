package corosync

import "github.com/hrun-dev/hrun/files"

// values is what the template asks for: numbers as corosync writes them.
type values struct {
	Member
	Token      int64  // milliseconds
	TwoNode    bool   // shadows the pointer, which a template takes for true
	WaitForAll string // "", "0" or "1"
	KeyFile    string
	Device     string // the section of the device; it also counts as expected votes
}

func (m Member) render() (string, error) {
	v := values{Member: m, Token: m.Token.Milliseconds(), TwoNode: *m.TwoNode, KeyFile: keyPath}
	if m.WaitForAll != nil {
		v.WaitForAll = "0"
		if *m.WaitForAll {
			v.WaitForAll = "1"
		}
	}
	if m.Device != nil {
		v.Device = m.Device.section(len(m.Nodes))
	}
	return files.Render("corosync.conf", v)
}
