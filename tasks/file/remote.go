package file

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/internal/curl"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// remote is the body that a server has.
type remote struct {
	url    string
	sha256 string // 64 lower case hexadecimal digits
	user   string // for basic authentication; empty means none
	pass   sh.Secret
	token  sh.Secret
	within time.Duration
}

func (r remote) check() error {
	errs := []error{CheckURL(r.url)}
	if !hexDigest.MatchString(r.sha256) {
		errs = append(errs, fmt.Errorf("the SHA-256 sum is %q, want 64 hexadecimal digits", r.sha256))
	}
	if strings.ContainsAny(r.user, ":\r\n") || strings.ContainsAny(r.pass.Reveal()+r.token.Reveal(), "\r\n") || (r.user == "") != r.pass.IsZero() {
		errs = append(errs, errors.New("user and password go together, without a line feed, and the user without a colon"))
	}
	if r.user != "" && !r.token.IsZero() {
		errs = append(errs, errors.New("a server takes either a password or a token"))
	}
	if r.within < 0 || r.within > 24*time.Hour {
		errs = append(errs, fmt.Errorf("cannot wait %v for a download", r.within))
	}
	return errors.Join(errs...)
}

// CheckURL reports an address that is not one of http or https, has a user or
// a password in it, or anything that would have to be percent-encoded.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return err
	case u.User != nil:
		return errors.New("an address is shown to people: give the user and the password in fields of their own")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return fmt.Errorf("%q is not the address of a file: it begins with http:// or https:// and a host", address)
	case strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"\\<>^`{|}", r) }):
		return fmt.Errorf("address %q holds characters that must be percent-encoded", address)
	}
	return nil
}

func (r remote) digest() string        { return r.sha256 }
func (r remote) sum() string           { return "sha256 " + r.sha256 + " from " + r.url }
func (r remote) text() (string, bool)  { return "", false }
func (r remote) upload() *tasks.Upload { return nil }

func (r remote) compare() sh.Script {
	return `{ s=$(sha256sum <"./$n") && case $s in ` + sh.Script(r.sha256) + `*) ;; *)
	echo "sha256 ${s%% *} of what was sent is not ` + sh.Script(r.sha256) + `:" ` + sh.Word(r.url) + ` >&2; exit 1 ;;
esac; }`
}

// fill has curl(1) fetch the body, or wget(1) where that is missing. All that
// curl is to do goes over its standard input. Arguments of wget can be seen by
// everyone on the host, and it would hand a password on to wherever it is
// redirected: so it gets none. Configuration files of either are not read, and
// wget writes none.
func (r remote) fill() sh.Script {
	without := r.wget()
	if r.user != "" || !r.token.IsZero() {
		without = `	echo 'curl is not installed, and no other program is trusted with a password or a token' >&2; exit 1`
	}
	return `if command -v curl >/dev/null; then
` + sh.Feed([]byte(r.config()), `curl --disable --config - >"./$n"`) + `
elif command -v wget >/dev/null; then
` + without + `
else
	echo 'neither curl nor wget is installed' >&2; exit 1
fi || { echo 'cannot fetch' ` + sh.Word(r.url) + ` >&2; exit 1; }`
}

// config limits curl to the protocols that are meant. It sends neither password
// nor token to another host that it is redirected to (curl(1), --location).
func (r remote) config() string {
	protocols := "=http,https"
	if strings.HasPrefix(strings.ToLower(r.url), "https:") {
		protocols = "=https"
	}
	c := "url = " + curl.Word(r.url) + "\nsilent\nshow-error\nfail\ngloboff\nlocation\nmax-redirs = 10\n" +
		"proto = " + curl.Word(protocols) + "\nproto-redir = " + curl.Word(protocols) + "\n" +
		"connect-timeout = 30\nspeed-limit = 1\nspeed-time = 60\nmax-time = " + r.seconds() + "\n"
	if r.user != "" {
		c += "user = " + curl.Word(r.user+":"+r.pass.Reveal()) + "\n"
	}
	if !r.token.IsZero() {
		c += "header = " + curl.Word("Authorization: Bearer "+r.token.Reveal()) + "\n"
	}
	return c
}

// wget cannot be told which protocols are meant. But that of GNU asks for a
// proxy again when it is redirected, and port 0 is nobody's.
func (r remote) wget() sh.Script {
	proxy := sh.Script("")
	if strings.HasPrefix(strings.ToLower(r.url), "https:") {
		proxy = "http_proxy=http://127.0.0.1:0 no_proxy= "
	}
	address := sh.Word(r.url)
	return `	rc=0
	case $(wget --version 2>&1) in
	"GNU Wget"*) ` + proxy + `timeout ` + sh.Script(r.seconds()) + ` wget --no-config --no-netrc --no-hsts -nv -t 1 -T 60 --max-redirect=10 -O - -- ` + address + ` ;;
	*) timeout ` + sh.Script(r.seconds()) + ` wget -q -O - -- ` + address + ` ;;
	esac >"./$n" || rc=$?
	case $rc in 124|143) echo 'it was not there after ` + sh.Script(r.seconds()) + ` seconds' >&2 ;; esac
	[ "$rc" = 0 ]`
}

// seconds is the bound in whole seconds, rounded up.
func (r remote) seconds() string {
	bound := r.within
	if bound == 0 {
		bound = 10 * time.Minute
	}
	return strconv.FormatInt(int64((bound+time.Second-1)/time.Second), 10)
}
