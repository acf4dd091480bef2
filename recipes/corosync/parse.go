package corosync

import (
	"regexp"
	"strings"
)

// configuration is what a corosync.conf(5) says: its settings by their paths,
// such as "totem.token", and its nodes, whose settings have no place among the
// others. Settings of several sections of one name count as one.
type configuration struct {
	settings map[string]string
	nodes    []map[string]string
}

var opening = regexp.MustCompile(`^[ \t]*([a-z_]+)[ \t]*\{`)

func parse(text string) configuration {
	c := configuration{settings: map[string]string{}}
	var path []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), "#") {
			continue
		}
		section := strings.Join(path, ".")
		if m := opening.FindStringSubmatch(line); m != nil {
			path = append(path, m[1])
			if section+"."+m[1] == "nodelist.node" {
				c.nodes = append(c.nodes, map[string]string{})
			}
		} else if strings.HasPrefix(strings.TrimLeft(line, " \t"), "}") {
			path = path[:max(0, len(path)-1)]
		} else if m := setting.FindStringSubmatch(line); m != nil && section == "nodelist.node" {
			c.nodes[len(c.nodes)-1][m[1]] = m[2]
		} else if m != nil {
			c.settings[section+"."+m[1]] = m[2]
		}
	}
	return c
}

// node returns the settings of the node of that name, or nil.
func (c configuration) node(name string) map[string]string {
	for _, n := range c.nodes {
		if n["name"] == name {
			return n
		}
	}
	return nil
}
