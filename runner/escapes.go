package runner

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted returns the value as it is, and as it stands between the quotes of Go,
// shells, JSON, XML and HTML.
func quoted(v string) []string {
	out := []string{
		v, inside(strconv.Quote(v)), inside(strconv.QuoteToASCII(v)),
		strings.ReplaceAll(v, `\`, `\\`),
		strings.ReplaceAll(v, "'", `'\''`),  // ours, bash
		strings.ReplaceAll(v, "'", `'"'"'`), // dash, Python's shlex
		strings.ReplaceAll(v, "'", `'\\''`), // the same, quoted once more
		escaped(v, `\`, func(c byte) bool { return unreserved(c) || strings.IndexByte("@%+=:,/", c) >= 0 || c >= utf8.RuneSelf }),
		html.EscapeString(v),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace(v),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(v),
	}
	if !utf8.ValidString(v) { // JSON cannot hold it, and terminals cannot show it
		shown := string([]rune(v))
		out = append(out, shown, asJSON(shown, false))
	}
	return append(out, asJSON(v, true), asJSON(v, false), ascii(asJSON(v, false)), strings.ReplaceAll(asJSON(v, false), "/", `\/`))
}

func inside(quoted string) string { return quoted[1 : len(quoted)-1] }

func asJSON(v string, forHTML bool) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(forHTML)
	_ = e.Encode(v) // a string always can be
	return inside(strings.TrimSuffix(out.String(), "\n"))
}

// ascii writes what is not ASCII as JSON can, and as Python does.
func ascii(text string) string {
	var out strings.Builder
	for _, c := range text {
		if c < utf8.RuneSelf {
			out.WriteRune(c)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, c) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}

// escaped puts the mark before every byte that may not stand alone.
func escaped(v, mark string, alone func(byte) bool) string {
	var out strings.Builder
	for i := range len(v) {
		if !alone(v[i]) {
			out.WriteString(mark)
		}
		out.WriteByte(v[i])
	}
	return out.String()
}

// unreserved reports what RFC 3986 leaves as it is everywhere.
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0
}

// percent returns the value as it stands in URLs: programs differ in what they
// leave as it is.
func percent(v string) []string {
	out := []string{url.PathEscape(v), url.QueryEscape(v)}
	for _, also := range []string{"", "/", "!'()*"} { // RFC 3986; Python; JavaScript
		var upper, lower strings.Builder
		for i := range len(v) {
			if c := v[i]; unreserved(c) || strings.IndexByte(also, c) >= 0 {
				upper.WriteByte(c)
				lower.WriteByte(c)
			} else {
				fmt.Fprintf(&upper, "%%%02X", c)
				fmt.Fprintf(&lower, "%%%02x", c)
			}
		}
		out = append(out, upper.String(), lower.String())
	}
	return out
}

// hexadecimal returns the value in hexadecimal digits: in one, in lines as
// xxd -p and others break them, and in groups as od, hexdump and xxd show them.
func hexadecimal(v string) []string {
	out := []string{hex.EncodeToString([]byte(v))}
	for _, size := range []int{30, 32, 36, 38, 40} {
		for _, piece := range pieces(v, size) {
			out = append(out, hex.EncodeToString([]byte(piece)))
		}
	}
	for _, piece := range pieces(v, 8) {
		out = append(out, fmt.Sprintf("% x", piece), strings.ReplaceAll(fmt.Sprintf("% x", piece), " ", ":"))
	}
	for _, piece := range pieces(v, 16) {
		out = append(out, paired(piece))
	}
	for _, lower := range out {
		out = append(out, strings.ToUpper(lower))
	}
	return out
}

// paired returns the value as xxd shows it: two bytes, a space.
func paired(v string) string {
	var out []string
	for len(v) > 2 {
		out, v = append(out, fmt.Sprintf("%x", v[:2])), v[2:]
	}
	return strings.Join(append(out, fmt.Sprintf("%x", v)), " ")
}
