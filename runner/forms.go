package runner

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// shortest is the length in bytes from which on a value is masked. A shorter
// one hides little and would tear holes into ordinary text.
const shortest = 4

// thorough is how many bytes of one secret, whole and line by line, are looked
// for in every form. There are about a hundred bytes of them for each, and more
// to find them by: a secret of 1 MiB would take gigabytes.
const thorough = 16 << 10

// forms returns what a secret looks like where it is shown: whole, without the
// space around it, or one line of it alone; what it stands for if it is base64;
// and each of these as it is, in pieces as programs break long lines, quoted,
// and encoded. What goes beyond thorough is there as it is, and if it is long
// whole in hexadecimal and base64.
func forms(secret string) []string {
	trimmed := strings.TrimSpace(secret)
	values := append(lines(trimmed), secret, trimmed)
	if meant, err := base64.StdEncoding.DecodeString(trimmed); err == nil && len(meant) >= 2*shortest {
		values = append(values, string(meant))
	}
	var out []string
	seen, left := map[string]bool{}, thorough
	for _, v := range values {
		if len(v) < shortest || seen[v] {
			continue
		}
		seen[v] = true
		if left -= len(v); left < 0 {
			if out = append(out, v); len(v) >= 1<<10 {
				out = append(out, hex.EncodeToString([]byte(v)), base64.RawStdEncoding.EncodeToString([]byte(v)))
			}
			continue
		}
		out = slices.Concat(out, quoted(v), percent(v), hexadecimal(v), encoded(v, base64.RawStdEncoding), encoded(v, base64.RawURLEncoding))
		if strings.Contains(v, "\n") {
			continue // its lines are here
		}
		for _, width := range []int{16, 64, 72, 76, 80} { // 16 as hexdump(1) has beside the numbers
			out = append(out, pieces(v, width)...)
		}
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

// pieces returns the value in pieces of so many bytes, but for a rest that is
// too short to be told from other text: four letters may be a word of any line.
func pieces(value string, size int) []string {
	var out []string
	for ; len(value) > size; value = value[size:] {
		out = append(out, value[:size])
	}
	if len(value) < 2*shortest && len(out) > 0 {
		return out
	}
	return append(out, value)
}

// encoded returns the value in base64: alone, wrapped after 76 characters as
// base64(1) does and after 64 as PEM does, and within something longer that is
// not wrapped. Padding is left off, so that it may be there or not.
func encoded(value string, in *base64.Encoding) []string {
	text := in.EncodeToString
	out := []string{text([]byte(value))}
	for _, width := range []int{76, 64} {
		for _, piece := range pieces(value, width/4*3) {
			out = append(out, text([]byte(piece)))
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
