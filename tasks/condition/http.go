package condition

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/internal/curl"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// HTTP wants a page to answer with a status and a text, as seen from the host.
// Redirections are not followed. The host needs curl(1).
type HTTP struct {
	URL      string    // http:// or https://, without a user
	Status   int       // 100 to 599; 0 means 200
	Contains string    // some text of the page, byte by byte; empty means any page
	User     string    // for basic authentication; empty means none
	Password sh.Secret // of that user
	Insecure bool      // accept any certificate

	// WellKnown says that everybody knows the password: it is no secret, and
	// what happens to contain it is shown.
	WellKnown bool

	Within time.Duration // for the whole answer; 0 means 10 s; whole seconds
}

var _ Condition = HTTP{}

func (h HTTP) status() string {
	if h.Status == 0 {
		return "200"
	}
	return strconv.Itoa(h.Status)
}

func (h HTTP) String() string {
	s := h.URL + " answers " + h.status()
	if h.User != "" {
		s += " to " + h.User
	}
	if h.Contains != "" {
		s += fmt.Sprintf(" with %q", h.Contains)
	}
	return s
}

// Secrets returns the password, unless everybody knows it.
func (h HTTP) Secrets() []sh.Secret {
	if h.WellKnown {
		return nil
	}
	return []sh.Secret{h.Password}
}

// Validate reports an address, a status or a user that cannot be.
func (h HTTP) Validate() error {
	var errs []error
	u, err := url.Parse(h.URL)
	switch {
	case err != nil:
		errs = append(errs, err)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		errs = append(errs, fmt.Errorf("%q is not the address of a page: it begins with http:// or https:// and a host", h.URL))
	case u.User != nil:
		errs = append(errs, errors.New("an address is shown to people: give the user and the password in fields of their own"))
	}
	if h.Status != 0 && (h.Status < 100 || h.Status > 599) {
		errs = append(errs, fmt.Errorf("%d is not a status of HTTP", h.Status))
	}
	if strings.ContainsAny(h.User, ":\r\n") || strings.ContainsAny(h.Password.Reveal(), "\r\n") || h.User == "" && !h.Password.IsZero() {
		errs = append(errs, errors.New("user and password go together, without a line feed, and the user without a colon"))
	}
	return errors.Join(append(errs, checkBound(h.Within))...)
}

// Look asks curl, which reads what to do from standard input: an argument could
// be seen by everybody on the host. An exit of curl that tells about the other
// side is an answer; one that tells about curl itself is not (curl(1)).
func (h HTTP) Look() sh.Script {
	config := "url = " + curl.Word(h.URL) + "\nmax-time = " + seconds(h.Within, 10*time.Second) +
		"\nsilent\nshow-error\ngloboff\nwrite-out = \"\\n%{http_code}\"\n"
	if h.Insecure {
		config += "insecure\n"
	}
	if h.User != "" {
		config += "user = " + curl.Word(h.User+":"+h.Password.Reveal()) + "\n"
	}
	text := sh.Script("exit 0")
	if h.Contains != "" {
		text = `case $page in *` + sh.Word(h.Contains) + `*) exit 0 ;; esac
echo 'the page does not say so'; exit 1`
	}
	return `command -v curl >/dev/null || { echo 'curl is not installed' >&2; exit 2; }
page=$({ ` + sh.Feed([]byte(config), "curl --disable --config - 2>&1") + `; echo " $?"; } | tr -d '\000')
answer=${page##*
}
page=${page%
*}
case $answer in
*' '[1-4]|*' 27'|*' 43'|*' 48'|*' 77') printf '%s\n' "$page" >&2; exit 2 ;;
` + sh.Script(h.status()) + `' 0') ` + text + ` ;;
[1-5][0-9][0-9]' 0') echo "status ${answer% 0}"; exit 1 ;;
[0-5][0-9][0-9]' '*) printf '%s\n' "$page" | sed -n '/^curl: (/p'; exit 1 ;;
*) printf '%s\n' "$page" >&2; exit 2 ;;
esac`
}
