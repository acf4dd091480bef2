// Package outage measures, on the hosts themselves, what a change of a service
// means for its clients: how long it did not answer, and whether ever two nodes
// held its address. What asks and what watches goes on while a run does its work
// in other stages, and ends with the run at the latest (see package guard).
package outage

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/hrun-dev/hrun/tasks/internal/curl"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Request is what a client asks of the service: a page, or no more than a
// connection where there is none.
type Request struct {
	// URL is the page's, http:// or https://, without a user. A good answer has
	// status 200. Any certificate is accepted.
	URL string

	// Address is HOST:PORT, where there is no URL. To be connected is a good
	// answer, whatever becomes of the connection then.
	Address string

	User     string // for basic authentication; empty means none
	Password sh.Secret

	// WellKnown says that everybody knows the password: it is no secret, and
	// what happens to contain it is shown.
	WellKnown bool
}

// String names what is asked: "http://192.0.2.1:80/" or "192.0.2.1:6443".
func (r Request) String() string {
	if r.URL != "" {
		return r.URL
	}
	return r.Address
}

// Validate reports an address or a user that cannot be.
func (r Request) Validate() error {
	var errs []error
	u, err := url.Parse(r.URL)
	switch {
	case (r.URL == "") == (r.Address == ""):
		errs = append(errs, errors.New("ask for a page or a connection, one of both"))
	case r.URL == "":
		if a, err := url.Parse("telnet://" + r.Address); err != nil || a.Hostname() == "" || a.Port() == "" || a.Host != r.Address {
			errs = append(errs, fmt.Errorf("%q is not HOST:PORT", r.Address))
		}
		if r.User != "" {
			errs = append(errs, errors.New("only a page asks for a user"))
		}
	case err != nil:
		errs = append(errs, err)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		errs = append(errs, fmt.Errorf("%q is not the address of a page: it begins with http:// or https:// and a host", r.URL))
	case u.User != nil:
		errs = append(errs, errors.New("an address is shown to people: give the user and the password in fields of their own"))
	}
	if strings.ContainsAny(r.User, ":\r\n") || strings.ContainsAny(r.Password.Reveal(), "\r\n") || r.User == "" && !r.Password.IsZero() {
		errs = append(errs, errors.New("user and password go together, without a line feed, and the user without a colon"))
	}
	return errors.Join(errs...)
}

// config is what curl(1) is told in a file. It reads nothing of the host's own,
// neither a configuration nor a proxy; a request is given up after a second.
func (r Request) config() string {
	target := r.URL
	if target == "" {
		target = "telnet://" + r.Address // which sends nothing by itself
	}
	config := "url = " + curl.Word(target) + "\nmax-time = 1\nsilent\ngloboff\ninsecure\nnoproxy = \"*\"\noutput = \"/dev/null\"\n"
	if r.User != "" {
		config += "user = " + curl.Word(r.User+":"+r.Password.Reveal()) + "\n"
	}
	return config
}

// good is the regular expression of a line of the log that is a good answer.
func (r Request) good() string {
	if r.URL == "" {
		return `^[0-9.]* [0-9]* [0-9.]*[1-9]`
	}
	return `^[0-9.]* 200 `
}
