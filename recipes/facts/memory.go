package facts

import (
	"fmt"
	"strconv"
	"strings"
)

// Sizes are those of the main memory and of the swap space, in bytes. In a
// container they are often those of its host.
type Sizes struct {
	Memory    int64 `json:"memory"`
	Available int64 `json:"available"` // what new programs can have without swapping, as estimated by the kernel
	Swap      int64 `json:"swap"`
	SwapFree  int64 `json:"swap_free"`
}

// Memory is how much memory a host has (proc_meminfo(5)).
func Memory() Fact[Sizes] {
	return Fact[Sizes]{Name: "memory", Probe: "cat /proc/meminfo", Parse: parseMemory}
}

func parseMemory(printed string) (s Sizes, err error) {
	fields := map[string]*int64{"MemTotal": &s.Memory, "MemAvailable": &s.Available, "SwapTotal": &s.Swap, "SwapFree": &s.SwapFree}
	for line := range strings.Lines(printed) {
		name, rest, _ := strings.Cut(line, ":")
		size := fields[name]
		if size == nil {
			continue
		}
		delete(fields, name)
		number, ok := strings.CutSuffix(strings.TrimSpace(rest), " kB")
		if *size, err = strconv.ParseInt(number, 10, 64); err != nil || !ok {
			return Sizes{}, fmt.Errorf("/proc/meminfo has the line %q", strings.TrimSpace(line))
		}
		*size *= 1024
	}
	for name := range fields {
		return Sizes{}, fmt.Errorf("/proc/meminfo does not have %s", name)
	}
	return s, nil
}
