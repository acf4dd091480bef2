package keepalived

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

// configuration is the task of the file. It differs from file.Content in that
// it holds a password, and so must not be printed as it is.
type configuration struct {
	Path  string
	Owner string
	Body  sh.Secret
	Auth  sh.Secret
}

var (
	_ tasks.Task      = configuration{}
	_ tasks.Secretive = configuration{}
)

func (r Router) configuration(body string) configuration {
	return configuration{Path: configPath, Owner: "root:root", Body: sh.NewSecret(body), Auth: r.Auth}
}

// content is readable by root alone, as whom keepalived runs.
func (c configuration) content() file.Content {
	const mode fs.FileMode = 0o600
	return file.Content{Path: c.Path, Body: c.Body.Reveal(), Mode: mode, Owner: c.Owner, Verify: verify.Keepalived(), Backup: true}
}

func (c configuration) String() string { return c.content().String() }

// Validate is that of the content.
func (c configuration) Validate() error { return c.content().Validate() }

// Probe is that of the content.
func (c configuration) Probe() sh.Script { return c.content().Probe() }

// Secrets returns the password.
func (c configuration) Secrets() []sh.Secret {
	if c.Auth.IsZero() {
		return nil
	}
	return []sh.Secret{c.Auth}
}

// Sample is that of the content.
func (c configuration) Sample() (before, after string) { return c.content().Sample() }

var credential = regexp.MustCompile(`(?m)(\bauth_pass[ \t]+)[^\n]*`)

// Plan is that of the content, shown without any password: the old one may
// still be in use elsewhere.
func (c configuration) Plan(got string) (tasks.Change, error) {
	change, err := c.content().Plan(got)
	return mask.Content(change, credential), err
}

// values is what the template asks for.
type values struct {
	Router
	Host           string
	AdvertInterval string
	Refresh        string
	Password       string
	Scripts        []scriptValues
}

type scriptValues struct {
	Script
	Interval, Timeout string
}

func (r Router) render(host string) (string, error) {
	v := values{Router: r, Host: host, AdvertInterval: seconds(r.AdvertInterval), Refresh: seconds(r.Refresh), Password: r.Auth.Reveal()}
	for _, s := range r.Scripts {
		v.Scripts = append(v.Scripts, scriptValues{s, seconds(s.Interval), seconds(s.Timeout)})
	}
	return files.Render("keepalived.conf", v)
}

// seconds returns d in keepalived's notation, such as "1" or "0.25".
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }
