package outage

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Measurement is what the clients of a service have seen of it.
type Measurement struct {
	Requests int // that have ended
	Lost     int // of these: without a good answer

	// Outage is the longest time between the starts of two requests, one after
	// the other, that were answered; where none lie between them it is that of
	// an ordinary pause. It ends with the last request where that was lost.
	Outage time.Duration

	Answers bool // the last request had a good answer
}

// String is as "2612 ms without an answer, 49 of 583 requests lost".
func (m Measurement) String() string {
	return fmt.Sprintf("%d ms without an answer, %d of %d requests lost", m.Outage.Milliseconds(), m.Lost, m.Requests)
}

// ErrNobodyAsks says that there is nothing to measure, because nobody has asked
// the service.
var ErrNobodyAsks = errors.New("nobody has asked the service")

type answer struct {
	start time.Duration // uptime
	good  bool
}

// Measure returns what a log of [Asking] says of the service, which was asked for
// the request. The error is [ErrNobodyAsks], or says that there was no answer at
// all yet.
func Measure(r Request, log string) (m Measurement, err error) {
	if strings.TrimSpace(log) == "nobody asks" {
		return m, ErrNobodyAsks
	}
	var answers []answer
	for line := range strings.Lines(log) {
		if a, ok := r.answer(line); ok {
			answers = append(answers, a)
		}
	}
	if len(answers) == 0 {
		return m, errors.New("no request has come to its end")
	}
	slices.SortStableFunc(answers, func(a, b answer) int { return int(a.start - b.start) })
	since := answers[0].start
	for i, a := range answers {
		m.Requests++
		if !a.good {
			m.Lost++
		}
		if a.good || i == len(answers)-1 {
			m.Outage, since = max(m.Outage, a.start-since), a.start
		}
		m.Answers = a.good
	}
	return m, nil
}

// answer reads a line of the log. What is not that of a request is none, such as
// a mark of [Answered], or a line that was not written to its end.
func (r Request) answer(line string) (a answer, ok bool) {
	line, whole := strings.CutSuffix(line, "\n")
	f := strings.Fields(line)
	if !whole || len(f) != 4 {
		return a, false
	}
	start, err := strconv.ParseFloat(f[0], 64)
	if err != nil {
		return a, false
	}
	connected, err := strconv.ParseFloat(f[2], 64)
	if err != nil {
		return a, false
	}
	a.start = time.Duration(start*1000) * time.Millisecond
	a.good = f[1] == "200"
	if r.URL == "" {
		a.good = connected > 0
	}
	return a, true
}
