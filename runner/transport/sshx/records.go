package sshx

import (
	"fmt"
	"strings"
	"sync"

	"github.com/skeema/knownhosts"
)

// recordCache keeps what known_hosts files hold until they change: they may
// be long, and a run asks once a host.
type recordCache struct {
	mu     sync.Mutex
	parsed map[string]parsedRecords // by the files' names
}

type parsedRecords struct {
	stamp   string // of the files
	records *knownhosts.HostKeyDB
}

// read returns the records of those files that exist.
func (c *recordCache) read(files []string) (*knownhosts.HostKeyDB, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	present, stamp, err := inspect(files)
	if err != nil {
		return nil, fmt.Errorf("known hosts: %w", err)
	}
	key := strings.Join(files, "\x00")
	if p, ok := c.parsed[key]; ok && p.stamp == stamp {
		return p.records, nil
	}
	records, err := knownhosts.NewDB(present...)
	if err != nil {
		return nil, fmt.Errorf("known hosts: %w", err)
	}
	if c.parsed == nil {
		c.parsed = map[string]parsedRecords{}
	}
	c.parsed[key] = parsedRecords{stamp, records}
	return records, nil
}
