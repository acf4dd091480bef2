package cron

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// field is one of the five of a schedule.
type field struct {
	name     string
	from, to int
	names    string // of the values, beginning with the first, as one may write instead of a number
}

var fields = [5]field{
	{"minute", 0, 59, ""},
	{"hour", 0, 23, ""},
	{"day", 1, 31, ""},
	{"month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"},
	{"weekday", 0, 7, "sun mon tue wed thu fri sat"}, // 7 is Sunday as well
}

// checkSchedule reports what is not a schedule of crontab(5).
func checkSchedule(schedule string) error {
	if strings.HasPrefix(schedule, "@") {
		nicks := []string{"@reboot", "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}
		if !slices.Contains(nicks, schedule) {
			return fmt.Errorf("schedule %q is none of %s", schedule, strings.Join(nicks, " "))
		}
		return nil
	}
	words := strings.Fields(schedule)
	if len(words) != len(fields) || strings.Contains(schedule, "\n") {
		return fmt.Errorf("schedule %q does not have the five fields minute, hour, day, month and weekday", schedule)
	}
	for i, f := range fields {
		for item := range strings.SplitSeq(words[i], ",") {
			if !f.takes(item) {
				return fmt.Errorf("schedule %q: %q is no %s from %d to %d, no range and no step", schedule, item, f.name, f.from, f.to)
			}
		}
	}
	return nil
}

// takes reports whether the field may have the item: "*", a value or a range
// of two, and perhaps a step.
func (f field) takes(item string) bool {
	span, step, stepped := strings.Cut(item, "/")
	if stepped {
		n, err := strconv.ParseUint(step, 10, 8)
		if err != nil || n == 0 || int(n) > f.to {
			return false
		}
	}
	if span == "*" {
		return true
	}
	first, last, isRange := strings.Cut(span, "-")
	from, ok := f.value(first)
	if !isRange {
		return ok && !stepped
	}
	to, okTo := f.value(last)
	return ok && okTo && from <= to
}

func (f field) value(word string) (int, bool) {
	if i := slices.Index(strings.Fields(f.names), strings.ToLower(word)); i >= 0 {
		return f.from + i, true
	}
	n, err := strconv.ParseUint(word, 10, 8)
	return int(n), err == nil && f.from <= int(n) && int(n) <= f.to
}
