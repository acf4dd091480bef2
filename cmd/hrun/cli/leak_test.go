package cli_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// leak is a recipe that says its secrets wherever it can.
type leak struct {
	Dir    string
	End    string // how it ends: "probe", "plan", "remedy", "drift", "panic", "late panic", "build", "crash"; else well
	Tokens []sh.Secret
	Plain  []string // secrets that the recipe does not know to be any
}

func (l leak) Build(p *recipes.Play) error {
	made, err := p.Secrets.Secret("generated", 32)
	if err != nil {
		return err
	}
	all := append([]string{made.Reveal()}, l.Plain...)
	for _, token := range l.Tokens {
		all = append(all, token.Reveal())
	}
	switch l.End {
	case "build":
		return fmt.Errorf("cannot build with %q", all)
	case "crash":
		panic(errors.New(fmt.Sprint(all)))
	}
	p.Stage("leaking "+all[1], p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error {
		for i, secret := range all {
			h.Do(file.Secret{Path: fmt.Sprintf("%s/secret%d", l.Dir, i), Body: sh.NewSecret(secret), Mode: 0o600})
			h.Do(blab{secret, l.Dir, ""})
		}
		for _, secret := range all {
			h.DoThen(blab{secret, l.Dir, l.End}, h.Handler("say "+hex.EncodeToString([]byte(secret))[:8], shout{secret}))
		}
		return nil
	}))
	return nil
}

// blab is a task that does not say that what it knows is secret.
type blab struct{ secret, dir, end string }

func (b blab) String() string { return "blab " + b.end + " " + b.secret }

func (b blab) mark() string {
	return b.dir + "/" + b.end + hex.EncodeToString([]byte(b.secret))[:16]
}

func (b blab) Probe() sh.Script {
	switch b.end {
	case "probe":
		return sh.Lines(say(b.secret), "exit 3")
	case "late panic":
		panic("probing for " + b.secret)
	}
	return "if [ -e " + sh.Word(b.mark()) + " ]; then echo done; else " + sh.Feed([]byte(b.secret), "cat") + "; fi"
}

func (b blab) Plan(got string) (c tasks.Change, err error) {
	if got == "done\n" {
		return c, nil
	}
	do := sh.Lines(say(b.secret), "touch "+sh.Word(b.mark()))
	switch b.end {
	case "plan":
		return c, fmt.Errorf("cannot judge %q", got)
	case "panic":
		panic(fmt.Sprintf("judging %q of %s", got, b.secret))
	case "remedy":
		do = sh.Lines(say(b.secret), "exit 4")
	case "drift":
		do = say(b.secret)
	}
	c.Differ("key "+b.secret, got, b.secret+" and more", do)
	c.Steps[0].Preview = say(b.secret)
	return c, nil
}

// shout is an action that says a secret.
type shout struct{ secret string }

func (s shout) Do() sh.Script { return say(s.secret) }
func (shout) Paid() sh.Script { return "" }

// say prints a secret on both outputs in the usual encodings, some of them
// made by the programs that people use.
func say(secret string) sh.Script {
	text, err := json.Marshal(map[string]string{"password": secret})
	if err != nil {
		panic("no JSON")
	}
	var all []sh.Script
	for _, form := range []string{
		secret, "login -p " + sh.Quote(secret), fmt.Sprintf("%q", secret), string(text),
		"https://me:" + url.PathEscape(secret) + "@host/?q=" + url.QueryEscape(secret),
		"Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+secret)),
		hex.EncodeToString([]byte(secret)),
	} {
		all = append(all, sh.Feed([]byte(form+"\n"), "cat"), sh.Feed([]byte(form+"\n"), "cat >&2"))
	}
	for _, program := range []sh.Script{"base64", "base64 -w 0", "base64 -w 64", "od -An -tx1 -v", "fold -b -w 76"} {
		all = append(all, sh.Feed([]byte(secret), program), "echo", sh.Feed([]byte(secret), program+" >&2"), "echo >&2")
	}
	return sh.Lines(all...)
}
