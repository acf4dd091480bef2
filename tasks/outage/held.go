package outage

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Interval is a time during which a host had the address, as far as its log can
// prove it.
type Interval struct{ From, To time.Time }

// Held is what the log of one host says.
type Held struct {
	Host      string
	Intervals []Interval
	First     bool          // it had the address when the watch began
	Last      bool          // it had it when the log ended
	Ahead     time.Duration // of the host's clock, to the second
}

// ErrNobodyWatches says that a host has no log, because nobody has watched it.
var ErrNobodyWatches = errors.New("nobody has watched who has the address")

// Hold returns what a log of [Holding] says of a host and an address. All times
// are by the clock of the host. An interval ends where the kernel said so, and
// otherwise with the last time that the host was seen to have the address: a
// crash ends the log.
func Hold(host string, address netip.Addr, log string) (h Held, err error) {
	if nobodyWatches(log) {
		return h, ErrNobodyWatches
	}
	h.Host = host
	begun := false
	for line := range strings.Lines(log) {
		line, whole := strings.CutSuffix(line, "\n")
		if !whole {
			break // it is being written
		}
		when, has, is, err := look(line, address)
		if err != nil {
			return h, fmt.Errorf("the log of %s: %w", host, err)
		}
		if !is {
			continue
		}
		if word, rest, _ := strings.Cut(line, " "); word == "begin" && !begun {
			begun, h.First = true, has
			h.Ahead, err = ahead(rest)
			if err != nil {
				return h, fmt.Errorf("the log of %s: %w", host, err)
			}
		} else if word == "begin" {
			h.Last = false // of what was before, it is known no more than it said
		}
		h.add(when, has, line)
	}
	if !begun {
		return h, fmt.Errorf("the log of %s does not say how it began", host)
	}
	return h, nil
}

// add goes on with what was seen.
func (h *Held) add(when time.Time, has bool, line string) {
	n := len(h.Intervals)
	switch {
	case has && !h.Last:
		h.Intervals = append(h.Intervals, Interval{when, when})
	case has, h.Last && strings.HasPrefix(line, "["): // it goes on, or ends by what the kernel says
		if h.Intervals[n-1].To.Before(when) {
			h.Intervals[n-1].To = when
		}
	}
	h.Last = has
}

// look reads a line: of the kernel's, or one of our own. It may be neither, nor
// about the address.
func look(line string, address netip.Addr) (when time.Time, has, is bool, err error) {
	f := strings.Fields(line)
	switch {
	case len(f) >= 3 && (f[0] == "at" || f[0] == "begin"):
		when, err = seconds(f[1])
		return when, len(f) == 4 && f[3] == "held", true, err
	case len(f) < 5 || !strings.HasPrefix(f[0], "["):
		return when, false, false, nil
	}
	has = f[1] != "Deleted"
	for i, word := range f[:len(f)-1] {
		if word != "inet" && word != "inet6" {
			continue
		}
		text, _, _ := strings.Cut(f[i+1], "/")
		if a, bad := netip.ParseAddr(text); bad == nil && a == address {
			when, err = time.Parse("[2006-01-02T15:04:05.999999999]", f[0])
			return when, has, true, err
		}
	}
	return when, false, false, nil
}

// seconds reads what date(1) prints as %s.%N.
func seconds(text string) (time.Time, error) {
	whole, part, _ := strings.Cut(text, ".")
	s, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, err
	}
	ns, err := strconv.ParseInt(part, 10, 64)
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(s, ns).UTC(), nil
}

// ahead reads by how much the clock is ahead, out of "TIME AHEAD".
func ahead(rest string) (time.Duration, error) {
	f := strings.Fields(rest)
	n, err := strconv.Atoi(f[1])
	return time.Duration(n) * time.Second, err
}
