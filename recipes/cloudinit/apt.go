package cloudinit

import "fmt"

// APT is where Debian's and Ubuntu's packages come from. The zero value leaves
// it as the image has it, or as cloud-init makes it.
type APT struct {
	SourcesList string // of /etc/apt/sources.list; has $RELEASE for the code name, and $MIRROR
	Preserve    Switch // /etc/apt/sources.list stays as it is; unset: it is written
	Conf        string // of apt.conf(5)
	Proxy       string // URL
	Sources     []APTSource
}

// APTSource is a file of /etc/apt/sources.list.d.
type APTSource struct {
	Name      string // of the file, with .list
	Source    string // line of sources.list(5), or ppa:NAME
	Key       string // of the repository, armoured; empty means none, or KeyID
	KeyID     string // fetched from KeyServer
	KeyServer string // empty: keyserver.ubuntu.com
}

// mapping returns the cloud-config key "apt".
func (a APT) mapping() (m mapping) {
	m.choice("preserve_sources_list", a.Preserve)
	m.text("sources_list", a.SourcesList)
	m.text("conf", a.Conf)
	m.text("proxy", a.Proxy)
	var sources mapping
	for _, s := range a.Sources {
		sources.mapping(s.Name, s.mapping())
	}
	m.mapping("sources", sources)
	return m
}

func (s APTSource) mapping() (m mapping) {
	m.text("source", s.Source)
	m.text("key", s.Key)
	m.text("keyid", s.KeyID)
	m.text("keyserver", s.KeyServer)
	return m
}

func (a APT) validate() error {
	named := make(map[string]bool)
	for _, s := range a.Sources {
		if s.Name == "" || s.Source == "" && s.Key == "" && s.KeyID == "" {
			return fmt.Errorf("the apt source %q says nothing", s.Name)
		}
		if named[s.Name] {
			return fmt.Errorf("there are two apt sources %q", s.Name)
		}
		named[s.Name] = true
	}
	return nil
}
