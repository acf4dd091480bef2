package wire

import (
	"bufio"
	"bytes"
	"testing"
)

// FuzzFrames: whatever a body holds, it comes out as it went in, as long as it
// does not hold the nonce.
func FuzzFrames(f *testing.F) {
	for _, body := range []string{"", "a", "a\n", "\n", "\n\nx", "NONC end\n", "\x00\xff", "a\nNONCE"} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if bytes.Contains(body, []byte("NONCE ")) {
			return
		}
		in := append([]byte("\nNONCE start\n"), body...)
		in = append(in, "\nNONCE end 0\ntail"...)
		parts := make(chan part, 8)
		(&frames{in: bufio.NewReaderSize(bytes.NewReader(in), 16), mark: []byte("NONCE ")}).run(parts)
		var got []part
		for p := range parts {
			got = append(got, p)
		}
		if len(got) != 3 || got[0].mark != "start" || got[1].mark != "end 0" || !bytes.Equal(got[1].body, body) || string(got[2].body) != "tail" {
			t.Fatalf("%q became %+v", body, got)
		}
	})
}
