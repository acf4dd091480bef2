package wire

import (
	"bufio"
	"bytes"
	"slices"
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

// What is kept of a body that was cut must be its beginning, without a hole.
func TestCutBodyIsABeginning(t *testing.T) {
	t.Parallel()
	long := bytes.Repeat([]byte("x"), maxBody-5)
	in := slices.Concat(long, []byte("\nlonger than the room\nshort\n\nNONCE end\n"))
	parts := make(chan part, 2)
	(&frames{in: bufio.NewReader(bytes.NewReader(in)), mark: []byte("NONCE ")}).run(parts)
	p := <-parts
	if !p.cut || !bytes.Equal(p.body, long) {
		t.Errorf("cut %t, %d bytes, the last are %q", p.cut, len(p.body), p.body[max(0, len(p.body)-10):])
	}
	if tail := <-parts; tail.cut {
		t.Error("the next body counts as cut, too")
	}
}
