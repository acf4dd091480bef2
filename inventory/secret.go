package inventory

import "strings"

// masked is what a secret prints as.
const masked = "(secret)"

// isSecret reports whether a variable of that name is taken to hold a secret.
// It would rather hide too much than too little; files that hold secrets are
// not secrets.
func isSecret(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{"_file", "_path", "_dir", "public_key"} {
		if strings.HasSuffix(name, end) {
			return false
		}
	}
	for _, part := range []string{"password", "passwd", "passphrase", "secret", "token", "credential", "authkey", "auth_key", "api_key", "apikey", "private_key"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return name == "pass" || strings.HasSuffix(name, "_pass")
}
