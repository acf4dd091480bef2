package outage_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/outage"
)

var address = netip.MustParseAddr("192.0.2.1")

// noon is the time that logs of these tests begin at.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// interval is between two times in seconds after noon.
func interval(from, to float64) outage.Interval {
	after := func(s float64) time.Time { return noon.Add(time.Duration(s * float64(time.Second))) }
	return outage.Interval{From: after(from), To: after(to)}
}

// Logs as hosts write them. The one gives the address up, the other takes it;
// the third crashes and comes back without it.
const (
	gives = `begin 1795176000.500000000 0 held
at 1795176000.510000000 0 held
[2026-11-20T12:00:01.100000] 3: eth0    inet6 fe80::1/64 scope link \       valid_lft forever preferred_lft forever
at 1795176001.510000000 0 held
[2026-11-20T12:00:02.250000] Deleted 3: eth0    inet 192.0.2.1/27 scope global secondary eth0\       valid_lft forever preferred_lft forever
at 1795176002.510000000 0 
`
	takes = `at 1795176000.510000000 0 
begin 1795176000.520000000 0 
[2026-11-20T12:00:04.000000] 3: eth0    inet 192.0.2.1/27 scope global secondary eth0\       valid_lft forever preferred_lft forever
[2026-11-20T12:00:04.100000] 3: eth0    inet 192.0.2.10/27 scope global secondary eth0\       valid_lft forever preferred_lft forever
at 1795176004.520000000 0 held
[2026-11-20T12:00:05.000000] 3: eth0    inet 192.0.`
	crashes = `begin 1795176000.500000000 -3 held
at 1795176001.510000000 0 held
at 17951760
begin 1795176030.000000000 -3 
at 1795176030.010000000 0 
`
)

func hold(t *testing.T, host, log string) outage.Held {
	t.Helper()
	h, err := outage.Hold(host, address, log)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHold(t *testing.T) {
	for name, c := range map[string]struct {
		log         string
		want        outage.Interval
		first, last bool
		ahead       time.Duration
	}{
		"gives":   {gives, interval(0.5, 2.25), true, false, 0},
		"takes":   {takes, interval(4, 4.52), false, true, 0},
		"crashes": {crashes, interval(0.5, 1.51), true, false, -3 * time.Second},
	} {
		h := hold(t, name, c.log)
		if h.Host != name || h.First != c.first || h.Last != c.last || h.Ahead != c.ahead {
			t.Errorf("%s: %+v", name, h)
		}
		if len(h.Intervals) != 1 || !h.Intervals[0].From.Equal(c.want.From) || !h.Intervals[0].To.Equal(c.want.To) {
			t.Errorf("%s: %v, want %v", name, h.Intervals, c.want)
		}
	}
}

func TestHoldRefuses(t *testing.T) {
	if _, err := outage.Hold("a", address, "nobody watches\n"); !errors.Is(err, outage.ErrNobodyWatches) {
		t.Error(err)
	}
	for _, log := range []string{"", "at 1.5 0 held\n", "begin soon 0 held\n", "begin 1.x 0 held\n", "begin 1.5 x held\n", "begin 1 0 held\n", "[yesterday] 3: eth0 inet 192.0.2.1/27\n"} {
		if _, err := outage.Hold("a", address, log); err == nil || errors.Is(err, outage.ErrNobodyWatches) {
			t.Errorf("%q: %v", log, err)
		}
	}
}

func TestBoth(t *testing.T) {
	held := func(host string, ahead time.Duration, is ...outage.Interval) outage.Held {
		return outage.Held{Host: host, Intervals: is, Ahead: ahead}
	}
	for name, c := range map[string]struct {
		hosts []outage.Held
		want  string
	}{
		"one after the other": {[]outage.Held{hold(t, "a", gives), hold(t, "b", takes)}, ""},
		"a little of both":    {[]outage.Held{held("a", 0, interval(0, 2)), held("b", 0, interval(1.8, 5))}, ""},
		"both": {
			[]outage.Held{held("a", 0, interval(0, 2)), held("b", 0), held("c", 0, interval(1.5, 5))},
			"a and c both had the address for 500 ms, from 12:00:01.500 to 12:00:02.000 UTC",
		},
		"both, later": {
			[]outage.Held{held("a", 0, interval(0, 1), interval(5, 9)), held("b", 0, interval(2, 3), interval(6, 7))},
			"a and b both had the address for 1000 ms, from 12:00:06.000 to 12:00:07.000 UTC",
		},
		"by clocks that are apart":          {[]outage.Held{held("a", 0, interval(0, 2)), held("b", -2*time.Second, interval(0, 3))}, ""},
		"by clocks that are a second apart": {[]outage.Held{held("a", time.Second, interval(0, 2)), held("b", 0, interval(0.3, 3))}, ""},
		"both, by clocks that are apart": {
			[]outage.Held{held("a", 0, interval(0, 5)), held("b", -2*time.Second, interval(0, 3))},
			"a and b both had the address for 3000 ms, from 12:00:02.000 to 12:00:05.000 UTC",
		},
	} {
		err := outage.Both(c.hosts, outage.Tolerance)
		var both *outage.BothError
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &both) || err.Error() != c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
