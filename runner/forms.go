package runner

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// shortest is the length in bytes from which on a value is masked. A shorter
// one hides little and would tear holes into ordinary text.
const shortest = 4

// forms returns what a secret looks like where it is shown: whole, without the
// space around it, or one line of it alone; and each of these as it is, quoted
// by Go, by a shell, for a URL, and in base64.
func forms(secret string) []string {
	trimmed := strings.TrimSpace(secret)
	var out []string
	for _, v := range append(lines(trimmed), secret, trimmed) {
		if len(v) < shortest {
			continue
		}
		quoted := strconv.Quote(v)
		out = append(out, v, quoted[1:len(quoted)-1], strings.ReplaceAll(v, "'", `'\''`),
			url.PathEscape(v), url.QueryEscape(v))
		out = append(out, encoded(v)...)
	}
	return out
}

// lines returns the lines of a value that has several. The frame of a key in
// PEM (RFC 7468) is no secret.
func lines(value string) []string {
	var out []string
	for line := range strings.Lines(value) {
		if !strings.HasPrefix(line, "-----BEGIN ") && !strings.HasPrefix(line, "-----END ") {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

// encoded returns the value in base64: alone, wrapped after 76 characters as
// base64(1) does and after 64 as PEM does, and within something longer that is
// not wrapped. Padding is left off, so that it may be there or not.
func encoded(value string) []string {
	text := base64.RawStdEncoding.EncodeToString
	out := []string{text([]byte(value))}
	for _, width := range []int{76, 64} {
		for piece := range slices.Chunk([]byte(value), width/4*3) {
			if len(piece) >= shortest {
				out = append(out, text(piece))
			}
		}
	}
	// Three bytes are four characters. What comes before the value shifts it,
	// and the characters at its ends depend on its neighbours as well.
	for shift := range 3 {
		within := text(append(make([]byte, shift), value...))
		from, to := shift*8/6, len(within)
		if shift > 0 {
			from++
		}
		if (shift+len(value))%3 != 0 {
			to--
		}
		out = append(out, within[from:to])
	}
	return out
}
