// Package locale holds tasks about the languages that programs of a host speak:
// which locales are there ([Generated]), and which one the system uses
// ([System]). They are for systems with the GNU C library.
package locale

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// form is language, territory, codeset and modifier as in setlocale(3).
var form = regexp.MustCompile(`^[A-Za-z]{1,8}(_[A-Za-z0-9]{1,8})?(\.[A-Za-z0-9-]+)?(@[A-Za-z0-9]+)?$`)

func checkName(name string) error {
	if !form.MatchString(name) {
		return fmt.Errorf("%q cannot be the name of a locale, such as de_DE.UTF-8", name)
	}
	return nil
}

// compiled is the script that puts the locales that programs can use into $l,
// each on a line of its own, or "none" where there is no locale(1).
const compiled sh.Script = `if ! command -v locale >/dev/null; then l=none; else l=$(locale -a) || exit; fi`

// has is the condition that $l has a locale.
func has(name string) sh.Script {
	return "printf '%s\\n' \"$l\" | grep -qxF -e " + sh.Word(normal(name))
}

// normal returns the name as locale -a prints it: with a codeset of lower-case
// letters and digits, before which goes "iso" if it has only digits.
func normal(name string) string {
	name, modifier, modified := strings.Cut(name, "@")
	base, codeset, ok := strings.Cut(name, ".")
	if ok {
		codeset = strings.ReplaceAll(strings.ToLower(codeset), "-", "")
		if strings.Trim(codeset, "0123456789") == "" {
			codeset = "iso" + codeset
		}
		base += "." + codeset
	}
	if modified {
		base += "@" + modifier
	}
	return base
}
