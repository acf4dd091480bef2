// Package sh builds POSIX shell source whose every argument is quoted.
//
// A [Script] is source text. Build one with [Cmd], [Lines], [Feed] and
// [Accept], or convert a string constant; a string that was assembled from
// values must pass through [Quote] first.
package sh

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Script is POSIX sh source. The zero Script does nothing.
type Script string

// Quote returns s as one shell word. A NUL byte cannot be part of a word; use
// [Feed] for data that may hold one.
func Quote(s string) string {
	if s != "" && strings.IndexFunc(s, special) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// special reports whether r needs quoting. The letters that do not are few on
// purpose: no character here has a meaning in any shell, at any position.
func special(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("/._-+:,@", r)
}

// Word is [Quote] as a Script, for use in concatenations.
func Word(s string) Script { return Script(Quote(s)) }

// Cmd returns the script that runs name with args, each as one word.
func Cmd(name string, args ...string) Script {
	var b strings.Builder
	b.WriteString(Quote(name))
	for _, a := range args {
		b.WriteByte(' ')
		b.WriteString(Quote(a))
	}
	return Script(b.String())
}

// Lines returns the scripts one after another; the first that fails ends them
// with its status. Empty scripts are left out. A script that holds several
// commands or a trailing operator must be grouped with [Group] first.
func Lines(s ...Script) Script {
	parts := make([]string, 0, len(s))
	for _, p := range s {
		if p != "" {
			parts = append(parts, string(p))
		}
	}
	return Script(strings.Join(parts, " &&\n"))
}

// Group returns s as one compound command, run in the current shell.
func Group(s Script) Script { return "{ " + s + "\n}" }

// Subshell returns s as one command in a shell of its own, so that it can
// exit without ending what comes after it.
func Subshell(s Script) Script { return "( " + s + "\n)" }

// Feed returns the script that runs s with data on its standard input. Text
// goes as it is, so that a reader of the script can read it; anything else
// goes as base64. The status is that of s.
func Feed(data []byte, s Script) Script {
	if utf8.Valid(data) && !strings.ContainsRune(string(data), 0) {
		return Script("printf %s "+quoteAll(string(data))+" | ") + Group(s)
	}
	return Script("printf %s "+base64.StdEncoding.EncodeToString(data)+" | base64 -d | ") + Group(s)
}

// quoteAll quotes even what needs no quotes, so that bodies look alike.
func quoteAll(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Accept returns s with the given exit statuses counted as success, as one
// compound command. Any other status stays a failure: a probe that could not
// look must not say "absent".
func Accept(s Script, statuses ...int) Script {
	words := make([]string, len(statuses))
	for i, n := range statuses {
		words[i] = strconv.Itoa(n)
	}
	return Group(Group(s) + "; rc=$?; case $rc in " + Script(strings.Join(words, "|")) + ") ;; *) (exit $rc) ;; esac")
}
