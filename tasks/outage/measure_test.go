package outage_test

import (
	"errors"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

var (
	page    = outage.Request{URL: "http://192.0.2.1:8080/stats", User: "admin", Password: sh.NewSecret("hunter2")}
	connect = outage.Request{Address: "192.0.2.1:6443"}
)

func TestMeasure(t *testing.T) {
	for name, c := range map[string]struct {
		request outage.Request
		log     string
		want    outage.Measurement
	}{
		"nothing lost": {page, "10.00 200 0.001 0.002\n10.05 200 0.001 0.002\n10.11 200 0.001 0.002\n", outage.Measurement{Requests: 3, Outage: 60 * time.Millisecond, Answers: true}},
		"some lost": {
			page, "10.00 200 0.001 0.002\n10.05 000 0.000 1.001\n10.10 503 0.001 0.002\n10.15 200 0.001 0.002\n",
			outage.Measurement{Requests: 4, Lost: 2, Outage: 150 * time.Millisecond, Answers: true},
		},
		"they end in another order than they begin": {
			page, "after standby\n10.00 200 0.001 0.002\n10.15 200 0.001 0.002\n10.10 200 0.001 0.100\nanswers after standby\n10.05 000 0.000 1.001\n",
			outage.Measurement{Requests: 4, Lost: 1, Outage: 100 * time.Millisecond, Answers: true},
		},
		"two outages": {
			page, "10.00 200 0.001 0.002\n10.20 401 0.000 1.001\n11.00 200 0.001 0.002\n12.00 000 0.000 1.001\n12.50 200 0.001 0.002\n",
			outage.Measurement{Requests: 5, Lost: 2, Outage: 1500 * time.Millisecond, Answers: true},
		},
		"it does not come back": {
			page, "10.00 200 0.001 0.002\n10.05 000 0.000 1.001\n13.00 000 0.000 1.001\n",
			outage.Measurement{Requests: 3, Lost: 2, Outage: 3 * time.Second},
		},
		"it never was there":  {page, "10.00 000 0.000 1.001\n13.00 000 0.000 1.001\n", outage.Measurement{Requests: 2, Lost: 2, Outage: 3 * time.Second}},
		"it is being written": {page, "10.00 200 0.001 0.002\n10.05 200 0.0", outage.Measurement{Requests: 1, Answers: true}},
		"connections": {
			connect, "10.00 000 0.000412 1.001\n10.05 000 0.000000 0.001\n10.10 000 0.000399 0.500\n",
			outage.Measurement{Requests: 3, Lost: 1, Outage: 100 * time.Millisecond, Answers: true},
		},
	} {
		if got, err := outage.Measure(c.request, c.log); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, c.want)
		}
	}
	if got := (outage.Measurement{Requests: 583, Lost: 49, Outage: 2612400 * time.Microsecond}).String(); got != "2612 ms without an answer, 49 of 583 requests lost" {
		t.Error(got)
	}
}

func TestMeasureNothing(t *testing.T) {
	if _, err := outage.Measure(page, "nobody asks\n"); !errors.Is(err, outage.ErrNobodyAsks) {
		t.Error(err)
	}
	for _, log := range []string{"", "after standby\n", "x 200 0.1 0.2\n1.0 200 x 0.2\n"} {
		if _, err := outage.Measure(page, log); err == nil || errors.Is(err, outage.ErrNobodyAsks) {
			t.Errorf("%q: %v", log, err)
		}
	}
}
