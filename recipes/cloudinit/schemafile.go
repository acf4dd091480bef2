package cloudinit

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// schemaFile is a cloud-config that is judged.
type schemaFile struct{ machine, name, text string }

func (f schemaFile) String() string { return f.name + " of " + f.machine }

// files returns the cloud-configs, also those that are parts of an archive.
func (s Schema) files() []schemaFile {
	var files []schemaFile
	for _, n := range s.Seeds {
		for _, f := range n.Seed.Files() {
			if !strings.HasSuffix(f.Name, "r-data") {
				continue
			}
			if isConfig(f.Content) {
				files = append(files, schemaFile{n.Machine, f.Name, f.Content})
			}
			for i, content := range parts(f.Content) {
				if isConfig(content) {
					files = append(files, schemaFile{n.Machine, fmt.Sprintf("%s, part %d,", f.Name, i+1), content})
				}
			}
		}
	}
	return files
}

// parts returns what an archive consists of; nothing if it is none.
func parts(text string) []string {
	if !strings.HasPrefix(strings.ToLower(text), strings.TrimSpace(archiveHeader)) {
		return nil
	}
	var archive []struct {
		Content string `yaml:"content"`
	}
	if err := yaml.Unmarshal([]byte(text), &archive); err != nil {
		return nil // it is for cloud-init to complain
	}
	var contents []string
	for _, part := range archive {
		contents = append(contents, part.Content)
	}
	return contents
}
