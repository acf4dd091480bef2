package haproxy

import (
	"io/fs"
	"regexp"
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/files"
	"github.com/hrun-dev/hrun/recipes/internal/mask"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
)

const configPath = "/etc/haproxy/haproxy.cfg"

// configuration is the task of the file. It differs from file.Content in that
// it holds a password, and so must not be printed as it is.
type configuration struct {
	Path     string
	Owner    string
	Body     sh.Secret
	Password sh.Secret // zero if everyone knows it anyway
	Backup   bool
}

var (
	_ tasks.Task      = configuration{}
	_ tasks.Secretive = configuration{}
)

func (p Proxy) configuration(body string) configuration {
	c := configuration{Path: configPath, Owner: "root:root", Body: sh.NewSecret(body), Backup: p.Backup}
	if !p.Stats.WellKnown() && !p.NoStats {
		c.Password = p.Stats.Password
	}
	return c
}

func (c configuration) content() file.Content {
	mode := fs.FileMode(0o644)
	if !c.Password.IsZero() {
		mode = 0o600 // the master process reads it as root
	}
	return file.Content{Path: c.Path, Body: c.Body.Reveal(), Mode: mode, Owner: c.Owner, Verify: verify.HAProxy(), Backup: c.Backup}
}

func (c configuration) String() string { return c.content().String() }

// Validate is that of the content.
func (c configuration) Validate() error { return c.content().Validate() }

// Probe is that of the content.
func (c configuration) Probe() sh.Script { return c.content().Probe() }

// Secrets returns the password of the page with statistics.
func (c configuration) Secrets() []sh.Secret {
	if c.Password.IsZero() {
		return nil
	}
	return []sh.Secret{c.Password}
}

// Sample is that of the content.
func (c configuration) Sample() (before, after string) { return c.content().Sample() }

var credential = regexp.MustCompile(`(?m)(stats[ \t]+auth[ \t]+['"]?[^:\n]*:)[^'"\n]*`)

// Plan is that of the content, shown without any password: the old one may
// still be in use elsewhere.
func (c configuration) Plan(got string) (tasks.Change, error) {
	change, err := c.content().Plan(got)
	return mask.Content(change, credential), err
}

// values is what the template asks for.
type values struct {
	Proxy
	ClientTimeout, ServerTimeout, ConnectTimeout, SocketTimeout string
	CheckTimeout                                                string // empty for haproxy's own
	Retry, HoldValid, HoldFailed                                string
	ErrorCodes                                                  []int
	Stats                                                       *statsValues // nil without statistics
}

type statsValues struct {
	Stats
	Credential string
}

func (p Proxy) render() (string, error) {
	v := values{
		Proxy:          p,
		ClientTimeout:  duration(p.ClientTimeout),
		ServerTimeout:  duration(p.ServerTimeout),
		ConnectTimeout: duration(p.ConnectTimeout),
		SocketTimeout:  duration(p.SocketTimeout),
		Retry:          duration(p.Resolver.Retry),
		HoldValid:      duration(p.Resolver.HoldValid),
		HoldFailed:     duration(p.Resolver.HoldFailed),
		ErrorCodes:     []int{400, 403, 408, 500, 502, 503, 504},
	}
	if p.CheckTimeout > 0 {
		v.CheckTimeout = duration(p.CheckTimeout)
	}
	if !p.NoStats {
		v.Stats = &statsValues{Stats: p.Stats, Credential: quote(p.Stats.User + ":" + p.Stats.Password.Reveal())}
	}
	return files.Render("haproxy.cfg", v)
}

// quote returns one argument in haproxy's notation.
func quote(s string) string {
	if argument.MatchString(s) {
		return s
	}
	return "'" + s + "'"
}

// duration returns d in haproxy's notation, in seconds or milliseconds.
func duration(d time.Duration) string {
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatInt(int64(d/time.Millisecond), 10) + "ms"
}
